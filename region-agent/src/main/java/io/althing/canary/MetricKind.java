package io.althing.canary;

import java.math.BigDecimal;
import java.time.Duration;

/** What a metric measures, and therefore how it is judged. */
public sealed interface MetricKind {

    /**
     * How long after a unit's assignment its value is waited for; zero if it is known at once. Labels of a unit count only
     * as known at exactly this age, in both arms, so that fast labels do not look like bad ones.
     */
    default Duration labelWindow() {
        return Duration.ZERO;
    }

    /**
     * The share of units for which something happened: an error, a right answer, a conversion.
     *
     * @param labelWindow
     *            zero if known at once
     */
    record Rate(Duration labelWindow) implements MetricKind {
        public Rate {
            if (labelWindow.isNegative()) {
                throw new IllegalArgumentException("labelWindow must not be negative, was " + labelWindow);
            }
        }

        /** Known at once. */
        public Rate() {
            this(Duration.ZERO);
        }
    }

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
