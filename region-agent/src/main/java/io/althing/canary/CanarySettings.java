package io.althing.canary;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a rollout is judged by; pinned when it starts.
 *
 * @param alpha
 *            error probabilities
 * @param minSampleSize
 *            observations each arm needs in a step before a promotion counts; rollback never waits for it
 * @param maxDuration
 *            after this time without a verdict the analysis is inconclusive
 * @param metrics
 *            at least one, names unique
 * @param tuning
 *            how to bet
 */
public record CanarySettings(Alpha alpha, long minSampleSize, Duration maxDuration, List<MetricSettings> metrics,
        Tuning tuning) {

    public CanarySettings {
        metrics = List.copyOf(metrics);
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("metrics: name at least one metric to judge by");
        }
        if (minSampleSize < 0) {
            throw new IllegalArgumentException("minSampleSize must be at least 0, was " + minSampleSize);
        }
        Set<String> names = new HashSet<>();
        for (MetricSettings metric : metrics) {
            if (!names.add(metric.name())) {
                throw new IllegalArgumentException(
                        "metrics: " + metric.name() + " appears twice; give each metric its own name");
            }
        }
    }

    /** The given metrics with default error probabilities, 400 observations per arm and step, and two hours. */
    public static CanarySettings of(MetricSettings... metrics) {
        return new CanarySettings(Alpha.STANDARD, 400, Duration.ofHours(2), List.of(metrics), Tuning.DEFAULT);
    }

    /** The same with other error probabilities. */
    public CanarySettings with(Alpha other) {
        return new CanarySettings(other, minSampleSize, maxDuration, metrics, tuning);
    }

    /** The same with other tuning. */
    public CanarySettings with(Tuning other) {
        return new CanarySettings(alpha, minSampleSize, maxDuration, metrics, other);
    }
}
