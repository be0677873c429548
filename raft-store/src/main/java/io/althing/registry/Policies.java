package io.althing.registry;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Finds the policies an epoch consists of, and reads steps from them. */
public final class Policies {
    private Policies() {}

    /**
     * The region's policy in the epoch. Epoch 0 is built in: straight to 100 %, which only initial rollouts may use.
     */
    public static RegionPolicy region(RegistryState state, long epoch, Region region) {
        return state.get(Table.EPOCHS, Table.ordinal(epoch)).map(e -> e.files().get(region))
                .flatMap(file -> state.get(Table.PINNED_POLICIES, file.value())).orElseGet(() -> builtIn(region));
    }

    /** The global policy of the epoch; epoch 0 is built in: one wave, majority. */
    public static GlobalPolicy global(RegistryState state, long epoch) {
        return state.get(Table.EPOCHS, Table.ordinal(epoch))
                .flatMap(e -> state.get(Table.PINNED_GLOBALS, e.global().value()))
                .orElseGet(
                        () -> builtInGlobal(state.all(Table.REGIONS, "").stream().map(RegionRecord::region).toList()));
    }

    /** The built-in policy of a region before anything was agreed. */
    public static RegionPolicy builtIn(Region region) {
        var analysis = new RegionPolicy.Analysis(30_000, 400, 7_200_000, new BigDecimal("0.01"), new BigDecimal("0.05"),
                RegionPolicy.OnInconclusive.PAUSE, RegionPolicy.OnNoData.WAIT, List.of());
        return new RegionPolicy(region, "built-in", RegionPolicy.Strategy.ALL_AT_ONCE,
                List.of(new RegionPolicy.Step.SetWeight(PolicyRules.FULL)), analysis,
                new RegionPolicy.Gates(0, 0, List.of()), new RegionPolicy.Rollback(120_000),
                new RegionPolicy.Partition(RegionPolicy.OnPartition.ROLLBACK, 60_000),
                new RegionPolicy.Accepts(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), false));
    }

    /** The built-in global policy: all regions in one wave, majority decides. */
    public static GlobalPolicy builtInGlobal(List<Region> regions) {
        var ballot = new GlobalPolicy.BallotRules(GlobalPolicy.QuorumRule.MAJORITY, new TreeMap<>(), List.of(),
                new BigDecimal("0.01"), new BigDecimal("0.1"), 30_000, GlobalPolicy.OnSilence.ABSTAIN, 0);
        return new GlobalPolicy(List.of(regions), GlobalPolicy.Barrier.WAVES, 0, 1, GlobalPolicy.QuorumRule.MAJORITY,
                ballot);
    }

    /** The step after the given one that sets a weight; empty if there is none. */
    public static OptionalInt nextWeightStep(RegionPolicy policy, int after) {
        for (int i = after + 1; i < policy.steps().size(); i++) {
            if (policy.steps().get(i) instanceof RegionPolicy.Step.SetWeight) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** The weight a step sets, in basis points. */
    public static int weightAt(RegionPolicy policy, int step) {
        return policy.steps().get(step) instanceof RegionPolicy.Step.SetWeight weight ? weight.basisPoints() : 0;
    }

    /** How long the timed pauses after a weight step last in all, milliseconds. */
    public static long pauseAfter(RegionPolicy policy, int step) {
        return pauses(policy, step).stream().mapToLong(p -> p.durationMillis().orElse(0L)).sum();
    }

    /** Whether a person has to pass the step. */
    public static boolean waitsForPerson(RegionPolicy policy, int step) {
        return pauses(policy, step).stream().anyMatch(p -> p.durationMillis().isEmpty());
    }

    private static List<RegionPolicy.Step.Pause> pauses(RegionPolicy policy, int step) {
        if (step < 0) {
            return List.of();
        }
        int end = nextWeightStep(policy, step).orElse(policy.steps().size());
        return policy.steps().subList(step + 1, end).stream().filter(RegionPolicy.Step.Pause.class::isInstance)
                .map(RegionPolicy.Step.Pause.class::cast).toList();
    }
}
