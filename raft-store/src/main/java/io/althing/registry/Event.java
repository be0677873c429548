package io.althing.registry;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything that can have happened. An accepted command yields one or more events; watchers, the event stream and the audit
 * log read the same ones, and replaying them rebuilds the audited state.
 */
public sealed interface Event {
    record ClusterFormed(Genesis genesis) implements Event {}

    record MembershipChanged(NodeId node, Region region, String peer, Command.MembershipChange change, String reason)
            implements
                Event {}

    record FeatureLevelRaised(int level) implements Event {}

    /** Housekeeping: agreed time moved on. */
    record TimePassed(long agreedMillis) implements Event {}

    record ModelCreated(ModelName model, String description, String owner) implements Event {}

    record TagSet(ModelName model, String key, String value) implements Event {}

    record TagDeleted(ModelName model, String key) implements Event {}

    record VersionRegistered(ModelName model, VersionId version, String description, List<Artifact> artifacts,
            IoSchema ioSchema, Lineage lineage, SortedMap<String, String> metrics) implements Event {}

    record ArtifactsVerified(ModelName model, VersionId version, Region region) implements Event {}

    record VersionReady(ModelName model, VersionId version) implements Event {}

    record VersionQuarantined(ModelName model, VersionId version, String why) implements Event {}

    record AliasMoved(ModelName model, AliasName alias, VersionId version) implements Event {}

    record AliasDeleted(ModelName model, AliasName alias) implements Event {}

    /** @param signature by the region's key, so that anybody can check whose word it is */
    record RegionPolicyProposed(RegionPolicy policy, Sha256 file, long basedOn, Signature signature)
            implements
                Event {}

    record GlobalPolicyProposed(GlobalPolicy policy, Sha256 file) implements Event {}

    record CandidateAssembled(long epoch, long attempt, SortedMap<Region, Sha256> files, Sha256 global,
            List<Region> changed,
            long deadline) implements Event {}

    record CandidateVoted(long epoch, PolicyEpoch.PolicyVote vote) implements Event {}

    record CandidateRejected(long epoch, String why) implements Event {}

    record EpochCommitted(long epoch) implements Event {}

    /**
     * @param artifacts digests of what is to be served
     * @param epoch the policies it goes by
     */
    record RolloutRequested(RolloutId rollout, ModelName model, VersionId version, List<Sha256> artifacts,
            Rollout.Kind kind, long epoch, List<Region> scope, Rollout.State state, String salt, String requestedBy,
            String reason)
            implements
                Event {}

    record RolloutApproved(RolloutId rollout, Rollout.Approval approval) implements Event {}

    record RolloutMoved(RolloutId rollout, Rollout.State state, String why) implements Event {}

    /** @param promoted whether this was the last step: all traffic, and the version is the region's stable one */
    record RegionAdvanced(RolloutId rollout, Region region, int step, int weightBasisPoints, long agreedMillis,
            boolean promoted) implements Event {}

    /** @param signature by the region's key */
    record StepPassed(RolloutId rollout, Region region, int step, RegionEvidence evidence, boolean promotable,
            Signature signature)
            implements
                Event {}

    record PauseLifted(RolloutId rollout, Region region, int step, String why) implements Event {}

    record RegionRolledBack(RolloutId rollout, Region region, boolean watching, long look, String why)
            implements
                Event {}

    record RegionRecovery(RolloutId rollout, Region region, boolean recovered, String basis) implements Event {}

    record TargetChanged(ModelName model, Region region, Optional<VersionId> stable,
            Optional<ServingTarget.CanaryShare> canary, String why) implements Event {}

    record RegionEffective(ModelName model, Region region, ServingTarget.Effective effective) implements Event {}

    record BallotOpened(BallotId ballot, RolloutId rollout, Optional<Region> opener, List<Region> electorate,
            long deadline, Optional<Sha256> lookCounts, Optional<JournalRef> journal) implements Event {}

    /** @param rollout what the ballot is about, so that a rollout's story can be found by its id */
    record VoteCast(RolloutId rollout, Vote vote) implements Event {}

    record BallotSettled(BallotId ballot, Ballot.Result result, Ballot.Tally tally) implements Event {}

    record ModelRolledBack(ModelName model, List<Region> regions, String reason) implements Event {}

    /** Whether the event belongs in the audit log; what only keeps the machine running does not. */
    default boolean audited() {
        return !(this instanceof TimePassed);
    }
}
