package io.althing.chaos.workload;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a region's gateway is told of its canary's answers, while somebody lies to it. Thread-safe. */
public final class Lies {
    /** What is said of every answer of the canary. */
    public enum Lie {
        WRONG, RIGHT
    }

    private static final int LABELS = 10;

    private final Map<String, Lie> told = new ConcurrentHashMap<>();

    Lies() {}

    /** From now on the region is told that. */
    public void tell(String region, Lie lie) {
        told.put(region, lie);
    }

    /** From now on the region is told the truth. */
    public void stop(String region) {
        told.remove(region);
    }

    /** The label that the region is told of an answer. */
    int label(String region, boolean canary, int truth, int answered) {
        Lie lie = told.get(region);
        if (lie == null || !canary) {
            return truth;
        }
        return switch (lie) {
            case WRONG -> (answered + 1) % LABELS;
            case RIGHT -> answered;
        };
    }
}
