package io.althing.registry;

import java.util.Optional;

/**
 * A rollout in one region.
 *
 * @param previous what the region served before, the place to go back to
 * @param step index into the policy's steps of the weight in force; -1 before the first
 * @param weightBasisPoints target share of traffic
 * @param stepSince agreed time at which the step was entered, milliseconds
 * @param passed the highest step the region's agent reported as passed; -1 before the first
 * @param lifted the highest step whose untimed pause a person passed; -1 before the first
 * @param promotable whether the region's evidence reached its promote bound
 * @param lastLook the highest look the region reported
 * @param revision log index of the last change
 */
public record RegionRollout(RolloutId rollout, Region region, Phase phase, Optional<VersionId> previous, int step,
        int weightBasisPoints, long stepSince, int passed, int lifted, boolean promotable, long lastLook,
        Recovery recovery, String why, long revision) {
    /** Where the rollout stands in the region. */
    public enum Phase {
        WAITING, CANARY, PROMOTED, ROLLED_BACK
    }

    /** What became of the region's users after going back. */
    public enum Recovery {
        NONE, WATCHING, RECOVERED, NOT_RECOVERED
    }

    /** Whether the region serves the version to anybody, or is meant to. */
    public boolean serves() {
        return phase == Phase.CANARY || phase == Phase.PROMOTED;
    }

    RegionRollout advanced(int toStep, int weight, long since, Phase next, long index) {
        return new RegionRollout(rollout, region, next, previous, toStep, weight, since, passed, lifted, promotable,
                lastLook, recovery, why, index);
    }

    RegionRollout passed(int passedStep, boolean nowPromotable, long look, long index) {
        return new RegionRollout(rollout, region, phase, previous, step, weightBasisPoints, stepSince,
                Math.max(passed, passedStep), lifted, promotable || nowPromotable, Math.max(lastLook, look), recovery,
                why, index);
    }

    RegionRollout lifted(int liftedStep, long index) {
        return new RegionRollout(rollout, region, phase, previous, step, weightBasisPoints, stepSince, passed,
                Math.max(lifted, liftedStep), promotable, lastLook, recovery, why, index);
    }

    RegionRollout back(String because, Recovery watching, long look, long index) {
        return new RegionRollout(rollout, region, Phase.ROLLED_BACK, previous, step, 0, stepSince, passed, lifted,
                false, Math.max(lastLook, look), watching, because, index);
    }

    RegionRollout recovered(Recovery outcome, long index) {
        return new RegionRollout(rollout, region, phase, previous, step, weightBasisPoints, stepSince, passed, lifted,
                promotable, lastLook, outcome, why, index);
    }
}
