package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.RolloutLine.Act;
import io.althing.chaos.history.RolloutLine.LocalAct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a region did by itself is in the log once at most, under the number it has in the region's journal; what the log says a region did
 * is in its journal; and at the end nothing remains to be told.
 */
final class LocalActs implements Checker {
    private static final String NAME = "local-acts";

    @Override
    public Verdict check(History history) {
        List<LocalAct> journalled = history.all(LocalAct.class);
        List<Act> opened = new Targets(history).acts("ballot-opened").stream()
                .filter(act -> !act.fact("journal").isEmpty()).toList();
        if (journalled.isEmpty() && opened.isEmpty()) {
            return Verdict.skipped(NAME, "no region did anything by itself");
        }
        Map<String, LocalAct> known = new HashMap<>();
        journalled.forEach(act -> known.put(act.region() + "/" + act.journal() + "/" + act.sequence(), act));
        List<String> violations = new ArrayList<>();
        Map<String, Act> seen = new HashMap<>();
        for (Act act : opened) {
            String of = act.fact("region") + "/" + act.fact("journal") + "/" + act.fact("sequence");
            Optional.ofNullable(seen.put(of, act)).ifPresent(before -> violations
                    .add("act " + of + " is in the log twice, at " + before.position() + " and " + act.position()));
            LocalAct local = known.get(of);
            if (local == null || !local.rollout().equals(act.fact("rollout"))) {
                violations.add("the log has act " + of + " at " + act.position()
                        + ", and the region's journal has none such");
            }
        }
        journalled.stream().filter(act -> !act.told())
                .forEach(act -> violations.add(act.region() + " went back from " + act.version() + " by itself (entry "
                        + act.sequence() + " of its journal) and the registry never heard of it"));
        return Verdict.of(NAME, violations, List.of(journalled.size() + " local acts, " + seen.size()
                + " of them opened a ballot"));
    }
}
