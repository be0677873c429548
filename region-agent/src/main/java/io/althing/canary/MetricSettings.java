package io.althing.canary;

import io.althing.canary.Boundary.OddsRatio;
import io.althing.canary.Boundary.Relative;
import java.math.BigDecimal;

/**
 * One metric of a policy.
 *
 * @param name
 *            unique within the policy
 * @param kind
 *            rate, quantile or mean
 * @param bad
 *            which way it hurts
 * @param limits
 *            the boundaries
 * @param standing
 *            share and role
 */
public record MetricSettings(String name, MetricKind kind, Direction bad, Limits limits, Standing standing) {

    /**
     * @throws IllegalArgumentException
     *             if a boundary does not fit the kind; the message names the metric, the field and the remedy
     */
    public MetricSettings {
        check(name, kind, bad, "rollbackBeyond", limits.rollbackBeyond());
        if (limits.promoteWithin().isPresent()) {
            check(name, kind, bad, "promoteWithin", limits.promoteWithin().get());
        }
        if (limits.slo().isPresent() && !(kind instanceof MetricKind.Rate)) {
            throw new IllegalArgumentException("metric " + name + ": slo is for rates; remove it or use kind rate");
        }
        if (kind instanceof MetricKind.Distribution
                && (!limits.rollbackBeyond().equals(Boundary.ZERO) || limits.promoteWithin().isPresent())) {
            throw new IllegalArgumentException(
                    "metric " + name + ": a distribution has no boundaries; remove rollbackBeyond and promoteWithin");
        }
    }

    /** A rate that hurts by rising, with a share of one. */
    public static MetricSettings errorRate(String name, Limits limits) {
        return new MetricSettings(name, new MetricKind.Rate(), Direction.INCREASE, limits, Standing.ordinary());
    }

    boolean gating() {
        return standing.role() != Standing.Role.DRY_RUN;
    }

    private static void check(String name, MetricKind kind, Direction bad, String field, Boundary boundary) {
        if (boundary instanceof OddsRatio && !(kind instanceof MetricKind.Rate)) {
            throw new IllegalArgumentException("metric " + name + ": " + field + ".oddsRatio is for rates; use ratio");
        }
        if (boundary instanceof Boundary.Absolute a && kind instanceof MetricKind.Quantile && a.value().signum() > 0) {
            throw new IllegalArgumentException(
                    "metric " + name + ": " + field + ".absolute does not fit a quantile; use ratio");
        }
        if (boundary instanceof Relative r && bad == Direction.DECREASE && r.value().compareTo(BigDecimal.ONE) >= 0) {
            throw new IllegalArgumentException(
                    "metric " + name + ": " + field + ".relative must be below 1 when less is worse");
        }
    }
}
