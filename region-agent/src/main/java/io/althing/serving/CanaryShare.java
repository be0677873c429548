package io.althing.serving;

import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;

/**
 * The share of units a rollout's candidate serves.
 *
 * @param weightBasisPoints hundredths of a percent, 0…10000
 * @param salt what {@link Bucketing} mixes into each unit, one per rollout
 */
public record CanaryShare(RolloutId rollout, VersionId version, int weightBasisPoints, String salt) {
    /** @throws IllegalArgumentException if the weight is not within 0…10000 */
    public CanaryShare {
        if (weightBasisPoints < 0 || weightBasisPoints > Bucketing.BUCKETS) {
            throw new IllegalArgumentException(
                    "a weight is 0 to 10000 basis points (100 %), not " + weightBasisPoints);
        }
    }

    /** The same share at another weight. */
    public CanaryShare at(int basisPoints) {
        return new CanaryShare(rollout, version, basisPoints, salt);
    }

    /** Whether both speak of the same candidate of the same rollout over the same order of units. */
    boolean sameCandidateAs(CanaryShare other) {
        return rollout.equals(other.rollout) && version.equals(other.version) && salt.equals(other.salt);
    }
}
