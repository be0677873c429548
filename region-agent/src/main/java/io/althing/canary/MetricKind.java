package io.althing.canary;

import java.math.BigDecimal;

/** What a metric measures, and therefore how it is judged. */
public sealed interface MetricKind {

    /** The share of units for which something happened: an error, a right answer, a conversion. */
    record Rate() implements MetricKind {}

    /**
     * A quantile of a positive quantity, usually latency in milliseconds.
     *
     * @param quantile
     *            strictly between 0 and 1
     */
    record Quantile(BigDecimal quantile) implements MetricKind {
        public Quantile {
            if (quantile.signum() <= 0 || quantile.compareTo(BigDecimal.ONE) >= 0) {
                throw new IllegalArgumentException(
                        "quantile must lie strictly between 0 and 1, was " + quantile.toPlainString());
            }
        }
    }

    /**
     * The mean of a quantity between 0 and a cap; larger values count as the cap. Judged on a grid of 1/256 of the cap.
     *
     * @param cap
     *            above 0
     */
    record Mean(BigDecimal cap) implements MetricKind {
        public Mean {
            if (cap.signum() <= 0) {
                throw new IllegalArgumentException("cap must be above 0, was " + cap.toPlainString());
            }
        }
    }

    /**
     * The whole distribution of a quantity, such as a model's scores: any change against stable counts, in either
     * direction. Judged on a grid of 257 values.
     *
     * @param low
     *            smaller values count as this
     * @param high
     *            larger values count as this; above {@code low}
     */
    record Distribution(BigDecimal low, BigDecimal high) implements MetricKind {
        public Distribution {
            if (low.compareTo(high) >= 0) {
                throw new IllegalArgumentException(
                        "low must be below high, was " + low.toPlainString() + " and " + high.toPlainString());
            }
        }
    }
}
