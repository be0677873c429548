package io.althing.canary;

import io.althing.registry.evidence.ComponentWealth;
import io.althing.registry.evidence.LogWealth;
import java.util.Optional;

/**
 * The evidence of one metric.
 *
 * @param metric
 *            its name
 * @param rollback
 *            components betting on harm beyond {@code rollbackBeyond}
 * @param promote
 *            components betting on harm below {@code promoteWithin}, if that is set
 * @param peak
 *            the largest evidence so far
 * @param effect
 *            the difference seen, if both arms were
 */
public record MetricEvidence(String metric, ComponentWealth rollback, Optional<ComponentWealth> promote, Peak peak,
        Optional<Effect> effect) {

    /**
     * Running maxima of the two mixtures; a running p-value is their inverse.
     *
     * @param rollback
     *            largest rollback evidence at any look
     * @param promote
     *            largest promotion evidence at any look
     */
    public record Peak(LogWealth rollback, LogWealth promote) {}

    /** The running p-value against "no harm beyond the boundary": at most 1. */
    public double runningP() {
        return Math.min(1, Math.exp(-peak.rollback().toDouble()));
    }
}
