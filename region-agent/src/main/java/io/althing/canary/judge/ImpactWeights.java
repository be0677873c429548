package io.althing.canary.judge;

import io.althing.canary.ArmCounts;
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
 * An anomaly in the last look and an impact above 0.5. The impact weighs readings of the canary alone by fixed weights per name (accuracy
 * 0.4, precision 0.3, recall 0.3, latency 0.2, error rate 0.5, conversion 0.6): ten times an error rate or a latency in seconds, one minus any
 * other. Mixes units, and which metrics are there decides what the limit means.
 */
public record ImpactWeights(CanarySettings settings) implements Judge {

    private static final double LIMIT = 0.5;
    private static final double MILLIS = 1_000;

    @Override
    public String name() {
        return "anomaly and weighted impact above 0.5";
    }

    @Override
    public Opinion judge(List<LookCounts> looks) {
        double impact = 0;
        double weights = 0;
        boolean anomaly = false;
        for (MetricSettings metric : settings.metrics()) {
            MetricCounts last = Window.LAST.counts(looks, metric.name());
            double weight = last.canary().n() == 0 ? 0 : weight(metric);
            impact += weight * impact(metric, last.canary());
            weights += weight;
            anomaly |= FixedThresholds.excess(metric, last) > 1;
        }
        double score = weights == 0 ? 0 : impact / weights;
        return new Opinion(anomaly && score > LIMIT, score,
                String.format(Locale.ROOT, "impact %.2f, %s", score, anomaly ? "an anomaly" : "no anomaly"));
    }

    private static double weight(MetricSettings metric) {
        return switch (metric.name()) {
            case "accuracy" -> 0.4;
            case "precision", "recall" -> 0.3;
            case "error_rate" -> 0.5;
            case "conversion", "conversion_rate" -> 0.6;
            default -> metric.name().startsWith("latency") ? 0.2 : 0;
        };
    }

    private static double impact(MetricSettings metric, ArmCounts canary) {
        return switch (metric.kind()) {
            case MetricKind.Rate r -> metric.bad() == Direction.INCREASE
                    ? Math.min(1, 10 * Readings.badShare(canary))
                    : Readings.badShare(canary);
            case MetricKind.Quantile q ->
                Math.min(1, 10 * Readings.quantile(canary, q.quantile().doubleValue()) / MILLIS);
            case MetricKind.Mean m -> 0;
            case MetricKind.Distribution d -> 0;
        };
    }
}
