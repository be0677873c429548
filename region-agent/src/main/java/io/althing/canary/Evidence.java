package io.althing.canary;

import io.althing.registry.evidence.LogWealth;
import java.util.List;
import java.util.Optional;

/**
 * All evidence after a look.
 *
 * @param look
 *            number of the look
 * @param metrics
 *            in the order of the settings
 * @param rollback
 *            the gating metrics' rollback evidence, weighted by share
 * @param peak
 *            the largest value of {@code rollback} at any look
 * @param attributed
 *            the gating metric with the largest share × evidence
 */
public record Evidence(long look, List<MetricEvidence> metrics, LogWealth rollback, LogWealth peak,
        Optional<String> attributed) {

    public Evidence {
        metrics = List.copyOf(metrics);
    }

    /** The running p-value against "no gating metric is harmed": at most 1. */
    public double runningP() {
        return Math.min(1, Math.exp(-peak.toDouble()));
    }

    /**
     * The evidence of one metric.
     *
     * @throws IllegalArgumentException
     *             if there is no such metric
     */
    public MetricEvidence of(String metric) {
        return metrics.stream().filter(m -> m.metric().equals(metric)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no metric " + metric + " in this evidence"));
    }
}
