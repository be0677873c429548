package io.althing.chaos.sim.part;

/** How a region's telemetry behaves. */
public enum Metrics {
    /** It says what is so. */
    HONEST,
    /** It says nothing for the time being, and everything afterwards. */
    SLOW,
    /** It cannot be reached. */
    FAILING,
    /** It says the canary is perfect. */
    FLATTERING,
    /** It says the canary is terrible. */
    SLANDERING;

    Quality told(Quality truth) {
        return switch (this) {
            case HONEST, SLOW, FAILING -> truth;
            case FLATTERING -> new Quality(0, 1);
            case SLANDERING -> new Quality(0.3, 0.4);
        };
    }
}
