package io.althing.registry;

import io.althing.registry.evidence.LogWealth;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Policy files, evidence and votes as the stories need them. */
public final class Papers {
    private Papers() {}

    /** Weights 10, 25, 100 with pauses of two seconds, one approval. */
    public static RegionPolicy regionPolicy(Region region) {
        return regionPolicy(region, RegionPolicy.Strategy.CANARY);
    }

    public static RegionPolicy regionPolicy(Region region, RegionPolicy.Strategy strategy) {
        List<RegionPolicy.Step> steps = strategy == RegionPolicy.Strategy.ALL_AT_ONCE
                ? List.of(new RegionPolicy.Step.SetWeight(10_000))
                : List.of(new RegionPolicy.Step.SetWeight(1_000), new RegionPolicy.Step.Pause(Optional.of(2_000L)),
                        new RegionPolicy.Step.SetWeight(2_500), new RegionPolicy.Step.Pause(Optional.of(2_000L)),
                        new RegionPolicy.Step.SetWeight(10_000));
        var accuracy = new MetricRule("accuracy", MetricRule.Kind.RATE, Optional.empty(), MetricRule.Bad.DECREASE,
                Optional.of(new Boundary.Absolute(new BigDecimal("0.01"))),
                Optional.of(new Boundary.Absolute(new BigDecimal("0.05"))), Optional.empty(), BigDecimal.ONE,
                Optional.of(1_000L), MetricRule.Mode.CRITICAL);
        var analysis = new RegionPolicy.Analysis(500, 100, 60_000, new BigDecimal("0.01"), new BigDecimal("0.05"),
                RegionPolicy.OnInconclusive.PAUSE, RegionPolicy.OnNoData.WAIT, List.of(accuracy));
        List<RegionPolicy.Strategy> forbidden = region.equals(Town.EU)
                ? List.of(RegionPolicy.Strategy.ALL_AT_ONCE)
                : List.of();
        return new RegionPolicy(region, "team-" + region, strategy, steps, analysis,
                new RegionPolicy.Gates(1, 60_000, List.of()), new RegionPolicy.Rollback(2_000),
                new RegionPolicy.Partition(RegionPolicy.OnPartition.ROLLBACK, 60_000),
                new RegionPolicy.Accepts(Optional.empty(), Optional.empty(), Optional.empty(), forbidden, false));
    }

    public static Command.ProposeRegionPolicy policy(Region region) {
        return policy(regionPolicy(region));
    }

    public static Command.ProposeRegionPolicy policy(RegionPolicy policy) {
        Blob file = Blob.of(policy.toString().getBytes(StandardCharsets.UTF_8));
        return new Command.ProposeRegionPolicy(policy, file, 0, Town.signed(policy.region()));
    }

    /** ap-south and us-east first, then eu-west; ballots need evidence of 1000 or a majority. */
    public static Command.ProposeGlobalPolicy global() {
        return global(GlobalPolicy.OnSilence.ABSTAIN);
    }

    public static Command.ProposeGlobalPolicy global(GlobalPolicy.OnSilence silence) {
        var ballot = new GlobalPolicy.BallotRules(GlobalPolicy.QuorumRule.MAJORITY, new TreeMap<>(), List.of(),
                new BigDecimal("0.001"), new BigDecimal("0.1"), 30_000, silence, 0);
        var policy = new GlobalPolicy(List.of(List.of(Town.AP, Town.US), List.of(Town.EU)), GlobalPolicy.Barrier.WAVES,
                1_000, 1, GlobalPolicy.QuorumRule.MAJORITY, ballot);
        return new Command.ProposeGlobalPolicy(policy, Blob.of(policy.toString().getBytes(StandardCharsets.UTF_8)));
    }

    public static Command.VoteOnCandidate accept(Region region, long epoch, long attempt) {
        return new Command.VoteOnCandidate(epoch, attempt, region, true, List.of(), Town.signed(region));
    }

    /** Evidence of that log-wealth, in nats, on accuracy alone; every bet stands equally. */
    public static RegionEvidence evidence(long look, double nats) {
        LogWealth wealth = LogWealth.of(nats);
        var metric = new RegionEvidence.Metric("accuracy", MetricRule.Kind.RATE, "absolute 0.01", BigDecimal.ONE,
                Collections.nCopies(7, wealth), new RegionEvidence.ArmCounts(200, 80),
                new RegionEvidence.ArmCounts(600, 30));
        return new RegionEvidence(look, wealth, LogWealth.ONE, List.of(metric));
    }

    public static Command.OpenBallot conviction(Town town, BallotId ballot, RolloutId rollout, Region region) {
        return new Command.OpenBallot(ballot, rollout, region, evidence(town.part(rollout, region).lastLook() + 1, 4.7),
                "accuracy fell", Blob.of("[]".getBytes(StandardCharsets.UTF_8)), new JournalRef("journal-1", 1),
                Town.signed(region));
    }

    public static Command.CastVote vote(BallotId ballot, Region region, Vote.Choice choice, RegionEvidence evidence) {
        return new Command.CastVote(ballot, region, choice, evidence, "by its own looks", Town.signed(region));
    }
}
