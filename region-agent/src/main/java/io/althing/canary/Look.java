package io.althing.canary;

import java.time.Instant;
import java.util.List;

/**
 * A closed look.
 *
 * @param closedAt
 *            when
 * @param counts
 *            what was seen in it
 * @param totals
 *            what was seen so far
 * @param verdict
 *            what the evidence says
 * @param evidence
 *            the evidence
 */
public record Look(Instant closedAt, LookCounts counts, Totals totals, Verdict verdict, Evidence evidence) {

    /**
     * Totals over the rollout and over the step.
     *
     * @param cumulative
     *            per metric, all looks
     * @param stepCanary
     *            observations of the canary in this step: of the gating metric that has most
     * @param stepStable
     *            the same of stable
     */
    public record Totals(List<MetricCounts> cumulative, long stepCanary, long stepStable) {
        public Totals {
            cumulative = List.copyOf(cumulative);
        }
    }
}
