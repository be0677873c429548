package io.althing.registry;

import java.time.Instant;

/**
 * One region's paper in a ballot. A later look replaces an earlier one.
 *
 * @param basis in words: by what the region decided
 */
public record Vote(BallotId ballot, Region region, Choice choice, RegionEvidence evidence, String basis,
        Signature signature, Instant at) {
    /** What a region says. */
    public enum Choice {
        ROLLBACK, KEEP, ABSTAIN
    }
}
