package io.althing.registry;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One metric a region judges a canary by.
 *
 * @param quantile for kind quantile, in (0, 1)
 * @param rollbackBeyond harm larger than this is convicted
 * @param promoteWithin harm smaller than this is good enough
 * @param slo a bound on the canary alone
 * @param share of alpha, before normalisation
 * @param labelWindowMillis for metrics that come later, accuracy or business: the age at which a unit is counted
 * @param cap for kind mean: larger values count as this
 */
public record MetricRule(String name, Kind kind, Optional<BigDecimal> quantile, Bad bad,
        Optional<Boundary> rollbackBeyond, Optional<Boundary> promoteWithin, Optional<BigDecimal> slo,
        BigDecimal share, Optional<Long> labelWindowMillis, Mode mode, Optional<BigDecimal> cap) {
    /** One without a cap. */
    public MetricRule(String name, Kind kind, Optional<BigDecimal> quantile, Bad bad, Optional<Boundary> rollbackBeyond,
            Optional<Boundary> promoteWithin, Optional<BigDecimal> slo, BigDecimal share,
            Optional<Long> labelWindowMillis, Mode mode) {
        this(name, kind, quantile, bad, rollbackBeyond, promoteWithin, slo, share, labelWindowMillis, mode,
                Optional.empty());
    }

    /** What sort of number the metric is. */
    public enum Kind {
        RATE, QUANTILE, MEAN
    }

    /** Which direction is harm. */
    public enum Bad {
        INCREASE, DECREASE
    }

    /** What the metric may do. */
    public enum Mode {
        /** Decides, and a conviction attributed to it is rolled back by the critical rule. */
        CRITICAL,
        /** Decides, and a conviction attributed to it is rolled back by the minor rule. */
        MINOR,
        /** Is judged and shown, decides nothing. */
        DRY_RUN
    }
}
