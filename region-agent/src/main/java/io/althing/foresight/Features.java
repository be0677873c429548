package io.althing.foresight;

import io.althing.canary.ArmCounts;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import io.althing.canary.Readings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rollout's last looks say, as numbers: per metric the canary-minus-stable difference in units of the look's own
 * error, over windows of 5, 10 and 15 looks; and the evidence. Differences, because a storm that hits both arms predicts nothing.
 */
final class Features {
    private static final int[] WINDOWS = {5, 10, 15};

    private Features() {}

    static Map<String, Double> of(Trace trace) {
        Map<String, Double> features = new LinkedHashMap<>();
        List<Double> evidence = trace.evidence().stream().map(e -> Math.max(-20, Math.min(20, e.toDouble()))).toList();
        features.put("evidence now", evidence.get(evidence.size() - 1));
        for (int window : WINDOWS) {
            features.put("evidence: slope over " + window, slope(last(evidence, window)));
        }
        for (MetricCounts metric : trace.looks().get(0).metrics()) {
            List<Double> series = series(trace.looks(), metric.metric());
            for (int window : WINDOWS) {
                describe(features, metric.metric() + ": ", last(series, window), window);
            }
        }
        return features;
    }

    private static void describe(Map<String, Double> features, String name, List<Double> series, int window) {
        double mean = series.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double spread = Math
                .sqrt(series.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElse(0));
        double high = series.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double low = series.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        features.put(name + "mean over " + window, mean);
        features.put(name + "spread over " + window, spread);
        features.put(name + "range over " + window, high - low);
        features.put(name + "slope over " + window, slope(series));
        features.put(name + "z over " + window, mean * Math.sqrt(series.size()));
    }

    private static List<Double> series(List<LookCounts> looks, String metric) {
        List<Double> series = new ArrayList<>();
        for (LookCounts look : looks) {
            for (MetricCounts counts : look.metrics()) {
                if (counts.metric().equals(metric)) {
                    series.add(difference(counts.canary(), counts.stable()));
                }
            }
        }
        return series;
    }

    static double difference(ArmCounts canary, ArmCounts stable) {
        if (canary.n() == 0 || stable.n() == 0) {
            return 0;
        }
        if (!canary.cells().isEmpty()) {
            double ratio = Readings.quantile(canary, 0.9) / Math.max(1e-9, Readings.quantile(stable, 0.9));
            return Math.log(Math.max(1e-9, ratio)) * Math.sqrt((double) canary.n());
        }
        double share = (canary.bad() + stable.bad() + 0.5) / (canary.n() + stable.n() + 1.0);
        double error = Math.sqrt(share * (1 - share) * (1.0 / canary.n() + 1.0 / stable.n()));
        return (Readings.badShare(canary) - Readings.badShare(stable)) / error;
    }

    private static List<Double> last(List<Double> series, int window) {
        return series.subList(Math.max(0, series.size() - window), series.size());
    }

    private static double slope(List<Double> series) {
        double middle = (series.size() - 1) / 2.0;
        double mean = series.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double top = 0;
        double bottom = 0;
        for (int i = 0; i < series.size(); i++) {
            top += (i - middle) * (series.get(i) - mean);
            bottom += (i - middle) * (i - middle);
        }
        return bottom == 0 ? 0 : top / bottom;
    }
}
