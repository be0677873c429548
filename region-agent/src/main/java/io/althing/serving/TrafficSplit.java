package io.althing.serving;

import io.althing.canary.Arm;
import io.althing.registry.VersionId;
import java.util.Optional;

/**
 * Who is served what: pure, immutable, and the same answer for the same unit everywhere.
 *
 * @param stable the version for everyone not in the canary
 * @param canary the candidate and its share
 */
public record TrafficSplit(VersionId stable, Optional<CanaryShare> canary) {
    /** How a request was placed. */
    public enum Cause {
        /** By its unit's bucket; only these are compared. */
        BUCKET,
        /** By a tester's header; never compared. */
        OVERRIDE
    }

    /** The arm of a request, the version that serves it, and why. */
    public record Choice(Arm arm, VersionId version, Cause cause) {}

    /**
     * The arm of a unit. A tester's wish is heard while the candidate has any weight at all; weight 0 beats it.
     *
     * @param override the arm a tester asked for
     */
    public Choice choose(String unit, Optional<Arm> override) {
        if (canary.isEmpty() || canary.get().weightBasisPoints() == 0) {
            return new Choice(Arm.STABLE, stable, override.isPresent() ? Cause.OVERRIDE : Cause.BUCKET);
        }
        CanaryShare share = canary.get();
        Arm arm = override.orElseGet(() -> Bucketing.bucket(share.salt(), unit) < share.weightBasisPoints()
                ? Arm.CANARY
                : Arm.STABLE);
        return new Choice(arm, arm == Arm.CANARY ? share.version() : stable,
                override.isPresent() ? Cause.OVERRIDE : Cause.BUCKET);
    }
}
