package io.althing.registry;

import io.althing.registry.evidence.LogWealth;
import java.math.BigDecimal;
import java.util.List;

/**
 * What a region's canary analysis knows at the end of a look, as integers.
 *
 * @param look index of the look, rising within a rollout and region
 * @param rollback the region's own log-wealth against "no harm", all gating metrics together
 * @param promote its log-wealth against "harm beyond the promote bound", the smallest over gating metrics
 */
public record RegionEvidence(long look, LogWealth rollback, LogWealth promote, List<Metric> metrics) {
    /** Copies the list. */
    public RegionEvidence {
        metrics = List.copyOf(metrics);
    }

    /**
     * One metric's part.
     *
     * @param boundary the rollback boundary in canonical text; metrics are combined across regions only where kind and
     *        boundary agree
     * @param share of alpha, before normalisation
     * @param components log-wealth of each of the seven bets against "no harm"
     */
    public record Metric(String name, MetricRule.Kind kind, String boundary, BigDecimal share,
            List<LogWealth> components, ArmCounts canary, ArmCounts stable) {
        /** Copies the list. */
        public Metric {
            components = List.copyOf(components);
        }
    }

    /** Trials and harmful outcomes of one arm. */
    public record ArmCounts(long trials, long harmful) {
        /** @throws IllegalArgumentException unless 0 &lt;= harmful &lt;= trials */
        public ArmCounts {
            if (harmful < 0 || trials < harmful) {
                throw new IllegalArgumentException("an arm's counts must satisfy 0 <= harmful <= trials");
            }
        }
    }

    /** No looks yet. */
    public static RegionEvidence none() {
        return new RegionEvidence(0, LogWealth.ONE, LogWealth.ONE, List.of());
    }
}
