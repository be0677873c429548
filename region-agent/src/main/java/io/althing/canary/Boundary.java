package io.althing.canary;

import java.math.BigDecimal;

/**
 * How far the canary may differ from stable. As {@code rollbackBeyond} it is the largest harm that is not convicted; as
 * {@code promoteWithin} the smallest harm that is not good enough. Exact decimals, as written in a policy file.
 */
public sealed interface Boundary {

    /** No harm at all is tolerated. */
    Boundary ZERO = new Absolute(BigDecimal.ZERO);

    /**
     * A difference in the metric's own unit: 0.01 of a rate is one point.
     *
     * @param value
     *            at least 0; whichever way the metric hurts
     */
    record Absolute(BigDecimal value) implements Boundary {
        public Absolute {
            require(value.signum() >= 0, "absolute", value, "must be at least 0");
        }
    }

    /**
     * A share of stable's value: 0.05 is five per cent worse.
     *
     * @param value
     *            at least 0 and, for metrics that hurt by falling, below 1
     */
    record Relative(BigDecimal value) implements Boundary {
        public Relative {
            require(value.signum() >= 0, "relative", value, "must be at least 0");
        }
    }

    /**
     * Canary's value divided by stable's: 1.2 for a metric that hurts by rising, 0.8 for one that hurts by falling. On a
     * quantile, a ratio is about that quantile itself, 1 included, while a boundary of zero is about the whole distribution.
     *
     * @param value
     *            above 0
     */
    record Ratio(BigDecimal value) implements Boundary {
        public Ratio {
            require(value.signum() > 0, "ratio", value, "must be above 0");
        }
    }

    /**
     * The odds of harm on the canary divided by those on stable; rates only.
     *
     * @param value
     *            at least 1
     */
    record OddsRatio(BigDecimal value) implements Boundary {
        public OddsRatio {
            require(value.compareTo(BigDecimal.ONE) >= 0, "oddsRatio", value, "must be at least 1");
        }
    }

    private static void require(boolean holds, String name, BigDecimal value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + " " + rule + ", was " + value.toPlainString());
        }
    }
}
