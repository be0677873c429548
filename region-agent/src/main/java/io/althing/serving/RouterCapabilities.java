package io.althing.serving;

/**
 * What a router can do.
 *
 * @param name the adapter, for people
 * @param weightStep the smallest difference in weight it can make, in basis points
 * @param stickiness whether a unit keeps its side while weights grow
 * @param observation whether it reports requests, errors and latency by itself
 */
public record RouterCapabilities(String name, int weightStep, Stickiness stickiness, Observation observation) {
    /** Whether a unit keeps its side. */
    public enum Stickiness {
        /** By {@link Bucketing}. */
        BY_UNIT,
        /** Left to the user's own service. */
        UNKNOWN
    }

    /** Where the numbers about requests come from. */
    public enum Observation {
        /** The router sees each request. */
        BUILT_IN,
        /** They have to be sent, or read from the user's own metrics. */
        EXTERNAL
    }
}
