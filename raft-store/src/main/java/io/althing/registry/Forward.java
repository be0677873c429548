package io.althing.registry;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What still stands between a region and its next step. The state machine asks it before it accepts a step, and the planner
 * asks it to know what to propose and what to tell people, so the two can never disagree.
 */
public final class Forward {
    private Forward() {}

    /**
     * Something that is being waited for.
     *
     * @param rule a stable word
     * @param detail in words for people
     */
    public record Wait(String rule, String detail) {}

    /** What the region's next step waits for; empty if it may be taken now. */
    public static Optional<Wait> next(RegistryState state, RolloutId rollout, Region region, long agreedMillis) {
        return RolloutSteps.place(state, rollout, region).map(place -> next(state, place, agreedMillis))
                .orElseGet(() -> Optional.of(new Wait("no-such-rollout", "no rollout " + rollout + " in " + region)));
    }

    /** The policy step that comes next in the region, where there is one. */
    public static OptionalInt nextStep(RegistryState state, RolloutId rollout, Region region) {
        return RolloutSteps.place(state, rollout, region).map(place -> OptionalInt.of(nextStep(place)))
                .orElseGet(OptionalInt::empty);
    }

    static int nextStep(RolloutSteps.Place place) {
        int last = place.policy().steps().size() - 1;
        boolean initial = place.part().previous().isEmpty();
        return initial ? last : Policies.nextWeightStep(place.policy(), place.part().step()).orElse(last);
    }

    static Optional<Wait> next(RegistryState state, RolloutSteps.Place place, long agreedMillis) {
        return standing(state, place).or(() -> place.part().previous().isEmpty()
                ? Optional.empty()
                : place.part().phase() == RegionRollout.Phase.WAITING
                        ? gate(state, place, agreedMillis)
                        : step(place, agreedMillis));
    }

    private static Optional<Wait> standing(RegistryState state, RolloutSteps.Place place) {
        Rollout rollout = place.rollout();
        RegionRollout part = place.part();
        if (rollout.state() != Rollout.State.RUNNING) {
            return wait("not-running", "the rollout is " + rollout.state() + ": " + rollout.why());
        }
        if (part.phase() == RegionRollout.Phase.PROMOTED || part.phase() == RegionRollout.Phase.ROLLED_BACK) {
            return wait("finished-here", part.region() + " is " + part.phase());
        }
        if (BallotDecisions.isOpen(state, rollout)) {
            return wait("open-ballot", "ballot " + rollout.ballot().get() + " is open");
        }
        Optional<RegionRecord> region = state.get(Table.REGIONS, part.region().value());
        if (region.filter(r -> r.absent() || r.paused()).isPresent()) {
            return wait("region-paused", part.region() + " is paused or absent");
        }
        boolean undercut = state.get(Table.TARGETS, Table.key(rollout.model(), part.region()))
                .filter(ServingTarget::undercut).isPresent();
        if (undercut) {
            return wait("went-back", part.region() + " serves none of " + PolicyRules.percent(part.weightBasisPoints())
                    + ": it went back by itself; a person ends the rollout: althing rollout abort " + rollout.id());
        }
        return Optional.empty();
    }

    private static Optional<Wait> gate(RegistryState state, RolloutSteps.Place place, long agreedMillis) {
        Region region = place.part().region();
        GlobalPolicy global = Policies.global(state, place.rollout().epoch());
        int wave = PolicyRules.wave(global, region);
        for (Region other : place.rollout().scope()) {
            boolean before = global.barrier() != GlobalPolicy.Barrier.FREE && PolicyRules.wave(global, other) < wave;
            boolean required = place.policy().gates().requiresPromoted().contains(other);
            Optional<RegionRollout> part = state.get(Table.REGION_ROLLOUTS, Table.key(place.rollout().id(), other));
            RegionRollout.Phase phase = part.map(RegionRollout::phase).orElse(RegionRollout.Phase.PROMOTED);
            if (required && phase != RegionRollout.Phase.PROMOTED) {
                return wait("requires", region + " waits until " + other + " has promoted");
            }
            if (before && (phase == RegionRollout.Phase.WAITING || phase == RegionRollout.Phase.CANARY)) {
                return wait("wave", region + " goes in wave " + (wave + 1) + " and waits for " + other);
            }
            long baked = agreedMillis - part.map(RegionRollout::stepSince).orElse(0L);
            if (before && baked < global.bakeMillis()) {
                return wait("bake", region + " waits " + (global.bakeMillis() - baked) + " ms more for " + other
                        + " to bake");
            }
        }
        return Optional.empty();
    }

    private static Optional<Wait> step(RolloutSteps.Place place, long agreedMillis) {
        RegionRollout part = place.part();
        String at = part.region() + " at " + PolicyRules.percent(part.weightBasisPoints());
        if (Policies.waitsForPerson(place.policy(), part.step()) && part.lifted() < part.step()) {
            return wait("person", at + " waits for a person: althing rollout promote " + place.rollout().id());
        }
        long left = part.stepSince() + Policies.pauseAfter(place.policy(), part.step()) - agreedMillis;
        if (left > 0) {
            return wait("pause", at + " pauses " + left + " ms more");
        }
        if (part.passed() < part.step()) {
            return wait("evidence", at + " waits for enough samples and no sign of harm");
        }
        boolean last = Policies.weightAt(place.policy(), nextStep(place)) == PolicyRules.FULL;
        boolean judged = place.policy().analysis().metrics().stream().anyMatch(m -> m.mode() != MetricRule.Mode.DRY_RUN
                && m.promoteWithin().isPresent());
        if (last && judged && !part.promotable()) {
            return wait("promote-evidence", at + " waits for evidence that harm is within its promote bounds");
        }
        return Optional.empty();
    }

    private static Optional<Wait> wait(String rule, String detail) {
        return Optional.of(new Wait(rule, detail));
    }
}
