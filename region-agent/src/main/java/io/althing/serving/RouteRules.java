package io.althing.serving;

import io.althing.registry.VersionId;
import java.util.Optional;

/** Which part of a target may come into force, from what is in force and the highest index seen. Pure. */
final class RouteRules {
    private RouteRules() {}

    /**
     * What to make of a target.
     *
     * @param effective what may come into force; empty when nothing may change
     * @param refusal why that is not the whole target
     */
    record Ruling(Optional<RouteTarget> effective, Optional<String> refusal) {}

    /**
     * Rules on a target.
     *
     * @param remembered the stable version last served before a restart; going back to it alone is as safe as it was
     */
    static Ruling rule(InForce current, Optional<VersionId> remembered, RouteTarget target) {
        if (target.index() >= current.index() || safer(current, target)) {
            return new Ruling(Optional.of(target), Optional.empty());
        }
        String why = "index " + target.index() + " is older than " + current.index()
                + ", the newest this router has seen for model '" + target.model()
                + "': only a safer target is taken at such an index";
        if (current.stable().isEmpty() && remembered.isPresent() && remembered.equals(target.stable())) {
            RouteTarget stableOnly = new RouteTarget(target.model(), target.index(), remembered, Optional.empty());
            return new Ruling(Optional.of(stableOnly), target.canary().map(share -> why));
        }
        return new Ruling(lowering(current, target), Optional.of(why));
    }

    /** Whether a target asks for nothing but less of the canary, or for nothing to be served at all. */
    static boolean safer(InForce current, RouteTarget target) {
        if (target.stable().isEmpty()) {
            return true;
        }
        return target.stable().equals(current.stable()) && target.canary().map(share -> current.canary()
                .map(now -> share.sameCandidateAs(now) && share.weightBasisPoints() <= now.weightBasisPoints())
                .orElse(share.weightBasisPoints() == 0)).orElse(true);
    }

    /** The safer half of a target whose other half is too old: no less, and nothing but, a smaller weight. */
    private static Optional<RouteTarget> lowering(InForce current, RouteTarget target) {
        return current.canary().flatMap(now -> {
            int wanted = target.canary().filter(share -> share.sameCandidateAs(now))
                    .map(CanaryShare::weightBasisPoints).orElse(now.weightBasisPoints());
            return wanted < now.weightBasisPoints()
                    ? Optional.of(new RouteTarget(target.model(), target.index(), current.stable(),
                            Optional.of(now.at(wanted))))
                    : Optional.empty();
        });
    }
}
