package io.althing.agent;

import io.althing.registry.ModelName;
import io.althing.registry.RegionEvidence;
import io.althing.registry.RolloutId;

/**
 * What a region's analysis of a canary knows at a moment.
 *
 * @param step the policy step being judged
 * @param weightBasisPoints the weight under which it is
 * @param since monotonic nanoseconds at which this step came into force
 * @param evidence as of the last closed look; look 0 before the first
 * @param words the verdict's reason
 * @param stepCanary units of the canary in this step
 * @param stepStable units of stable in this step
 */
public record Judged(ModelName model, RolloutId rollout, int step, int weightBasisPoints, long since,
        RegionEvidence evidence, Finding finding, String words, long stepCanary, long stepStable) {
    /** What the last verdict was. */
    public enum Finding {
        NONE, ROLLBACK, PROMOTE, CONTINUE, INCONCLUSIVE, INVALID, NO_DATA,
        /** No harm in what could be had, which was not all: nothing goes forward by it. */
        PARTIAL
    }
}
