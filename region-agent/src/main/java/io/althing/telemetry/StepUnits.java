package io.althing.telemetry;

import io.althing.canary.Arm;
import io.althing.canary.LongSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The units of one rollout's step. Routing randomises units, not requests, and a unit's requests fare alike; so each unit counts
 * once in a step, by its first request in it, when the look closes. A unit met in both arms before that is left out. Safe for use by
 * several threads; bounded: once it remembers as many units as it may, further ones are left out, whatever their arm.
 */
final class StepUnits {
    private static final int MOST = 1 << 20;

    private final Map<Long, First> open = new HashMap<>();
    private final LongSet counted = new LongSet();

    /** A unit's first request: where it counts, and what it was like. */
    record First(Arm arm, ArmCounters counters, boolean failed, long nanos, Map<String, Double> values) {}

    private boolean full() {
        return open.size() + counted.size() >= MOST;
    }

    /** @return whether this is the unit's first request in the step */
    synchronized boolean first(String unit, First request) {
        long id = LongSet.hash(unit);
        First known = open.get(id);
        if (known != null && known.arm() != request.arm()) {
            open.remove(id);
            counted.add(id);
        }
        if (known != null || counted.contains(id) || full()) {
            return false;
        }
        open.put(id, request);
        return true;
    }

    /** Counts the units met since the last call. */
    synchronized void settle() {
        open.forEach((id, first) -> {
            first.counters().count(first.failed(), first.nanos(), first.values());
            counted.add(id);
        });
        open.clear();
    }

    /** From now on every unit counts anew. */
    synchronized void newStep() {
        counted.clear();
    }
}
