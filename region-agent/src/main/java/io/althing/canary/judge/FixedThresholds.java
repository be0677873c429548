package io.althing.canary.judge;

import io.althing.canary.CanarySettings;
import io.althing.canary.Direction;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.Readings;
import java.util.List;
import java.util.Locale;

/**
 * The rules of thumb: an error rate above two per cent, an accuracy more than five points below stable's, a 95th percentile
 * above one and a half times stable's. Knows nothing of sample sizes.
 */
public record FixedThresholds(CanarySettings settings, Window window) implements Judge {

    private static final double ERRORS = 0.02;
    private static final double ACCURACY = 0.05;
    private static final double LATENCY = 1.5;

    @Override
    public String name() {
        return "fixed thresholds, " + window.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Opinion judge(List<LookCounts> looks) {
        for (MetricSettings metric : settings.metrics()) {
            MetricCounts counts = window.counts(looks, metric.name());
            double excess = excess(metric, counts);
            if (counts.canary().n() > 0 && excess > 1) {
                return new Opinion(true, excess, metric.name() + " is past its fixed threshold");
            }
        }
        return new Opinion(false, 0, "no threshold is passed");
    }

    /** The reading in multiples of its threshold. */
    static double excess(MetricSettings metric, MetricCounts counts) {
        return switch (metric.kind()) {
            case MetricKind.Rate r -> metric.bad() == Direction.INCREASE
                    ? Readings.badShare(counts.canary()) / ERRORS
                    : (Readings.badShare(counts.canary()) - Readings.badShare(counts.stable())) / ACCURACY;
            case MetricKind.Quantile q -> {
                double stable = Readings.quantile(counts.stable(), q.quantile().doubleValue());
                yield stable == 0
                        ? 0
                        : Readings.quantile(counts.canary(), q.quantile().doubleValue()) / stable / LATENCY;
            }
            case MetricKind.Mean m -> 0;
            case MetricKind.Distribution d -> 0;
        };
    }
}
