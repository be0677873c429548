package io.althing.registry;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What each event changes. Decides nothing and never fails. */
final class Evolution {
    private Evolution() {}

    static void apply(Draft draft, Event event, Applied at) {
        switch (event) {
            case Event.ClusterFormed e -> formed(draft, e, at);
            case Event.MembershipChanged e -> membership(draft, e);
            case Event.FeatureLevelRaised e -> draft.put(Table.FEATURE_LEVEL, Table.ONLY,
                    new FeatureLevel.Agreed(e.level(), at.index()));
            case Event.TimePassed e -> draft.put(Table.CLOCK, Table.ONLY, new Clock(at.time(), e.agreedMillis()));
            case Event.ModelCreated e -> draft.put(Table.MODELS, e.model().value(),
                    new Model(e.model(), e.description(), e.owner(), at.time(), at.index()));
            case Event.TagSet e -> draft.put(Table.TAGS, Table.key(e.model(), e.key()),
                    new Tag(e.model(), e.key(), e.value(), at.index()));
            case Event.TagDeleted e -> draft.delete(Table.TAGS, Table.key(e.model(), e.key()));
            case Event.VersionRegistered e -> draft.put(Table.VERSIONS, Table.key(e.model(), e.version()),
                    new ModelVersion(e.model(), e.version(), e.description(), e.artifacts(), e.ioSchema(), e.lineage(),
                            e.metrics(), List.of(), false, Optional.empty(), at.time(), at.index()));
            case Event.ArtifactsVerified e -> version(draft, e.model(), e.version(),
                    v -> v.verified(plus(v.verifiedIn(), e.region()), v.ready(), at.index()));
            case Event.VersionReady e -> version(draft, e.model(), e.version(),
                    v -> v.verified(v.verifiedIn(), true, at.index()));
            case Event.VersionQuarantined e -> version(draft, e.model(), e.version(),
                    v -> v.quarantined(e.why(), at.index()));
            case Event.AliasMoved e -> draft.put(Table.ALIASES, Table.key(e.model(), e.alias()),
                    new Alias(e.model(), e.alias(), e.version(), at.index()));
            case Event.AliasDeleted e -> draft.delete(Table.ALIASES, Table.key(e.model(), e.alias()));
            case Event.RegionPolicyProposed e -> PolicyEvolution.proposed(draft, e, at);
            case Event.GlobalPolicyProposed e -> PolicyEvolution.proposed(draft, e, at);
            case Event.CandidateAssembled e -> PolicyEvolution.assembled(draft, e, at);
            case Event.CandidateVoted e -> PolicyEvolution.voted(draft, e, at);
            case Event.CandidateRejected e -> PolicyEvolution.rejected(draft, e, at);
            case Event.EpochCommitted e -> PolicyEvolution.committed(draft, e, at);
            case Event.RolloutRequested e -> RolloutEvolution.requested(draft, e, at);
            case Event.RolloutApproved e -> draft.update(Table.ROLLOUTS, e.rollout().value(),
                    r -> r.approvedBy(e.approval(), at.index()));
            case Event.RolloutMoved e -> RolloutEvolution.moved(draft, e, at);
            case Event.RegionAdvanced e -> RolloutEvolution.advanced(draft, e, at);
            case Event.StepPassed e -> RolloutEvolution.part(draft, e.rollout(), e.region(),
                    p -> p.passed(e.step(), e.promotable(), e.evidence().look(), at.index()));
            case Event.PauseLifted e -> RolloutEvolution.part(draft, e.rollout(), e.region(),
                    p -> p.lifted(e.step(), at.index()));
            case Event.RegionRolledBack e -> RolloutEvolution.part(draft, e.rollout(), e.region(),
                    p -> p.back(e.why(), e.watching() ? RegionRollout.Recovery.WATCHING : RegionRollout.Recovery.NONE,
                            e.look(), at.index()));
            case Event.RegionRecovery e -> RolloutEvolution.part(draft, e.rollout(), e.region(),
                    p -> p.recovered(e.recovered()
                            ? RegionRollout.Recovery.RECOVERED
                            : RegionRollout.Recovery.NOT_RECOVERED, at.index()));
            case Event.TargetChanged e -> RolloutEvolution.target(draft, e, at);
            case Event.RegionEffective e -> RolloutEvolution.effective(draft, e, at);
            case Event.BallotOpened e -> RolloutEvolution.ballot(draft, e, at);
            case Event.VoteCast e -> draft.put(Table.VOTES, Table.key(e.vote().ballot(), e.vote().region()), e.vote());
            case Event.BallotSettled e -> {
                draft.update(Table.BALLOTS, e.ballot().value(), b -> b.settled(e.result(), e.tally(), at.index()));
                draft.delete(Table.OPEN_BALLOTS, e.ballot().value());
            }
            case Event.ModelRolledBack e -> draft.update(Table.MODELS, e.model().value(),
                    m -> new Model(m.name(), m.description(), m.owner(), m.createdAt(), at.index()));
        }
    }

    private static void formed(Draft draft, Event.ClusterFormed event, Applied at) {
        Genesis genesis = event.genesis();
        draft.put(Table.GENESIS, Table.ONLY, genesis);
        genesis.seeds().forEach(member -> draft.put(Table.MEMBERS, member.node().value(), member));
        genesis.regionKeys().forEach((region, key) -> draft.put(Table.REGIONS, region.value(),
                new RegionRecord(region, key, false, false, at.index())));
    }

    private static void membership(Draft draft, Event.MembershipChanged event) {
        if (event.change() == Command.MembershipChange.REMOVED) {
            draft.delete(Table.MEMBERS, event.node().value());
        } else {
            draft.put(Table.MEMBERS, event.node().value(),
                    new Genesis.Member(event.node(), event.region(), event.peer()));
        }
    }

    private static void version(Draft draft, ModelName model, VersionId version, UnaryOperator<ModelVersion> change) {
        draft.update(Table.VERSIONS, Table.key(model, version), change);
    }

    private static List<Region> plus(List<Region> regions, Region added) {
        return Stream.concat(regions.stream(), Stream.of(added)).sorted().distinct().toList();
    }
}
