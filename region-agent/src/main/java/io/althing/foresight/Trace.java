package io.althing.foresight;

import io.althing.canary.Look;
import io.althing.canary.LookCounts;
import io.althing.registry.evidence.LogWealth;
import java.util.ArrayList;
import java.util.List;

/**
 * The looks of one rollout in one region, with the rollback evidence after each.
 *
 * @param looks in order
 * @param evidence one per look
 */
public record Trace(List<LookCounts> looks, List<LogWealth> evidence) {
    /** @throws IllegalArgumentException unless there is one evidence per look */
    public Trace {
        looks = List.copyOf(looks);
        evidence = List.copyOf(evidence);
        if (looks.size() != evidence.size()) {
            throw new IllegalArgumentException("each look needs its evidence");
        }
    }

    /** Of closed looks. */
    public static Trace of(List<Look> closed) {
        List<LookCounts> looks = new ArrayList<>();
        List<LogWealth> evidence = new ArrayList<>();
        closed.forEach(look -> {
            looks.add(look.counts());
            evidence.add(look.evidence().rollback());
        });
        return new Trace(looks, evidence);
    }

    /** The first looks. */
    Trace prefix(int count) {
        return new Trace(looks.subList(0, count), evidence.subList(0, count));
    }

    /** The index of the first look whose evidence reaches the bound, or the number of looks if none does. */
    int crossing(LogWealth bound) {
        for (int i = 0; i < evidence.size(); i++) {
            if (evidence.get(i).atLeast(bound)) {
                return i;
            }
        }
        return evidence.size();
    }
}
