package io.althing.foresight;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names the features of a rollout that are furthest from what quiet rollouts showed. */
final class Unusual {
    private Unusual() {}

    /** Mean and spread of each feature. */
    static Map<String, double[]> profile(List<Map<String, Double>> quiet) {
        Map<String, double[]> sums = new HashMap<>();
        for (Map<String, Double> features : quiet) {
            features.forEach((name, value) -> {
                double[] sum = sums.computeIfAbsent(name, key -> new double[3]);
                sum[0]++;
                sum[1] += value;
                sum[2] += value * value;
            });
        }
        Map<String, double[]> profile = new HashMap<>();
        sums.forEach((name, sum) -> {
            double mean = sum[1] / sum[0];
            profile.put(name, new double[]{mean, Math.sqrt(Math.max(1e-12, sum[2] / sum[0] - mean * mean))});
        });
        return profile;
    }

    static List<String> most(Map<String, Double> features, Map<String, double[]> profile, int count) {
        return features.entrySet().stream().filter(f -> profile.containsKey(f.getKey()))
                .sorted((a, b) -> Double.compare(deviation(b, profile), deviation(a, profile))).limit(count)
                .map(Map.Entry::getKey).toList();
    }

    private static double deviation(Map.Entry<String, Double> feature, Map<String, double[]> profile) {
        double[] usual = profile.getOrDefault(feature.getKey(), new double[]{0, 1});
        return Math.abs(feature.getValue() - usual[0]) / usual[1];
    }
}
