package io.althing.canary;

import java.math.BigDecimal;

/**
 * A metric's place in the verdict.
 *
 * @param share
 *            its share of the error probability, at least 0; shares are normalised to one over the gating metrics
 * @param role
 *            what a conviction by this metric means
 */
public record Standing(BigDecimal share, Role role) {

    /** What a conviction attributed to a metric means. */
    public enum Role {
        /** Rolled back the gentle way. */
        ORDINARY,
        /** Rolled back at once. */
        CRITICAL,
        /** Judged and shown, without a say. */
        DRY_RUN
    }

    public Standing {
        if (share.signum() < 0) {
            throw new IllegalArgumentException("share must be at least 0, was " + share.toPlainString());
        }
    }

    /** A gating metric with a share of one. */
    public static Standing ordinary() {
        return new Standing(BigDecimal.ONE, Role.ORDINARY);
    }
}
