package io.althing.policy;

import io.althing.canary.Alpha;
import io.althing.canary.Boundary;
import io.althing.canary.CanarySettings;
import io.althing.canary.Direction;
import io.althing.canary.Limits;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.Standing;
import io.althing.canary.Tuning;
import io.althing.registry.MetricRule;
import io.althing.registry.RegionPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** What a policy's analysis means to the canary engine. */
public final class Judging {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private Judging() {}

    /** Whether the policy judges at all; without metrics there is nothing to judge by. */
    public static boolean judges(RegionPolicy policy) {
        return !policy.analysis().metrics().isEmpty();
    }

    /**
     * The engine's settings for the policy.
     *
     * @throws IllegalArgumentException if a metric's fields do not fit each other; the message names metric, field and remedy
     */
    public static CanarySettings settings(RegionPolicy policy) {
        RegionPolicy.Analysis analysis = policy.analysis();
        Duration most = analysis.onInconclusive() == RegionPolicy.OnInconclusive.EXTEND
                ? FOR_EVER
                : Duration.ofMillis(analysis.maxDurationMillis());
        return new CanarySettings(new Alpha(analysis.alphaRollback(), analysis.alphaPromote()),
                analysis.minSampleSize(), most, analysis.metrics().stream().map(Judging::metric).toList(),
                Tuning.DEFAULT);
    }

    /**
     * One metric.
     *
     * @throws IllegalArgumentException if its fields do not fit each other; the message names metric, field and remedy
     */
    public static MetricSettings metric(MetricRule rule) {
        Standing.Role role = switch (rule.mode()) {
            case CRITICAL -> Standing.Role.CRITICAL;
            case MINOR -> Standing.Role.ORDINARY;
            case DRY_RUN -> Standing.Role.DRY_RUN;
        };
        Direction bad = rule.bad() == MetricRule.Bad.INCREASE ? Direction.INCREASE : Direction.DECREASE;
        return new MetricSettings(rule.name(), kind(rule), bad,
                new Limits(rule.rollbackBeyond().map(Judging::boundary).orElse(Boundary.ZERO),
                        rule.promoteWithin().map(Judging::boundary), rule.slo()),
                new Standing(rule.share(), role));
    }

    private static MetricKind kind(MetricRule rule) {
        return switch (rule.kind()) {
            case RATE -> new MetricKind.Rate(rule.labelWindowMillis().map(Duration::ofMillis).orElse(Duration.ZERO));
            case QUANTILE -> new MetricKind.Quantile(rule.quantile().orElseThrow(
                    () -> new IllegalArgumentException("metric " + rule.name() + ": quantile is missing; add it")));
            case MEAN -> new MetricKind.Mean(rule.cap().orElseThrow(() -> new IllegalArgumentException(
                    "metric " + rule.name() + ": cap is missing; add it, larger values count as it")));
        };
    }

    private static Boundary boundary(io.althing.registry.Boundary boundary) {
        return switch (boundary) {
            case io.althing.registry.Boundary.Absolute b -> new Boundary.Absolute(b.value());
            case io.althing.registry.Boundary.Relative b -> new Boundary.Relative(b.value());
            case io.althing.registry.Boundary.Ratio b -> new Boundary.Ratio(b.value());
            case io.althing.registry.Boundary.OddsRatio b -> new Boundary.OddsRatio(b.value());
        };
    }

    /**
     * A metric's rollback boundary in canonical text: direction, quantile or cap if there is one, form and value without trailing zeros. Two
     * regions judge a metric alike exactly when kind and this text agree.
     */
    public static String boundaryText(MetricRule rule) {
        String direction = rule.bad() == MetricRule.Bad.INCREASE ? "increase" : "decrease";
        String quantile = rule.quantile().map(q -> " of quantile " + plain(q)).orElse("");
        String cap = rule.cap().map(c -> " of values up to " + plain(c)).orElse("");
        return direction + quantile + cap + " beyond "
                + text(rule.rollbackBeyond().orElse(new io.althing.registry.Boundary.Absolute(BigDecimal.ZERO)));
    }

    private static String text(io.althing.registry.Boundary boundary) {
        return switch (boundary) {
            case io.althing.registry.Boundary.Absolute b -> "absolute " + plain(b.value());
            case io.althing.registry.Boundary.Relative b -> "relative " + plain(b.value());
            case io.althing.registry.Boundary.Ratio b -> "ratio " + plain(b.value());
            case io.althing.registry.Boundary.OddsRatio b -> "odds ratio " + plain(b.value());
        };
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    /** How many times stable's harm the boundary tolerates, comparable only between boundaries of one form. */
    static Optional<Boolean> wider(io.althing.registry.Boundary outer, io.althing.registry.Boundary inner,
            MetricRule.Bad bad) {
        if (!outer.getClass().equals(inner.getClass())) {
            return Optional.empty();
        }
        int order = value(outer).compareTo(value(inner));
        boolean falling = outer instanceof io.althing.registry.Boundary.Ratio && bad == MetricRule.Bad.DECREASE;
        return Optional.of(falling ? order < 0 : order > 0);
    }

    private static BigDecimal value(io.althing.registry.Boundary boundary) {
        return switch (boundary) {
            case io.althing.registry.Boundary.Absolute b -> b.value();
            case io.althing.registry.Boundary.Relative b -> b.value();
            case io.althing.registry.Boundary.Ratio b -> b.value();
            case io.althing.registry.Boundary.OddsRatio b -> b.value();
        };
    }
}
