package io.althing.registry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a region is meant to serve for a model, and what it last said it does serve.
 *
 * @param index log index of the command that set the target; a gateway takes no forward target below the highest it saw
 * @param effective the region's last word on what is in force there
 */
public record ServingTarget(ModelName model, Region region, Optional<VersionId> stable, Optional<CanaryShare> canary,
        long index, Optional<Effective> effective) {
    /** The canary's part of the traffic. */
    public record CanaryShare(RolloutId rollout, VersionId version, int weightBasisPoints, String salt) {}

    /**
     * What a region's gateways report.
     *
     * @param index the target's index that is in force
     * @param at when it took effect there, by the region's clock
     */
    public record Effective(long index, Optional<VersionId> stable, Optional<VersionId> canary, int weightBasisPoints,
            Instant at) {
        /** Times are kept to the millisecond. */
        public Effective {
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /** Whether the region has confirmed the present target, or that it serves less of the canary than that. */
    public boolean confirmed() {
        return effective.filter(e -> e.index() >= index).isPresent();
    }

    /** Whether the region, knowing the present target, serves less of its canary: it went back by itself. */
    public boolean undercut() {
        return confirmed() && canary.filter(share -> effective.filter(e -> e.canary().isEmpty()).isPresent())
                .isPresent();
    }

    ServingTarget aimed(Optional<VersionId> newStable, Optional<CanaryShare> newCanary, long atIndex) {
        return new ServingTarget(model, region, newStable, newCanary, atIndex, effective);
    }

    ServingTarget reported(Effective report) {
        return new ServingTarget(model, region, stable, canary, index, Optional.of(report));
    }
}
