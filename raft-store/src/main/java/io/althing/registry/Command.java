package io.althing.registry;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Everything that can be asked of the registry. Commands in the log never change meaning; new ones come behind a {@link FeatureLevel}. */
public sealed interface Command {
    /** The cluster's first act. */
    record FormCluster(Genesis genesis) implements Command {}

    /** Records a change of the replicas' membership after it took effect. */
    record RecordMembership(NodeId node, Region region, String peer, MembershipChange change, String reason)
            implements
                Command {}

    /** What happened to a member. */
    enum MembershipChange {
        LEARNER_ADDED, VOTER_MADE, REMOVED
    }

    /**
     * Lets the cluster use commands of a newer level, once every voter and learner runs a build that knows them.
     *
     * @param to the level after the present one
     */
    record RaiseFeatureLevel(int to) implements Command {}

    /**
     * Lets agreed time pass and fires what is due.
     *
     * @param elapsedMillis since the last tick by the leader's monotonic clock; the state machine caps it
     */
    record Tick(long elapsedMillis) implements Command {}

    record CreateModel(ModelName model, String description, String owner) implements Command {}

    record SetTag(ModelName model, String key, String value) implements Command {}

    record DeleteTag(ModelName model, String key) implements Command {}

    record RegisterVersion(ModelName model, VersionId version, String description, List<Artifact> artifacts,
            IoSchema ioSchema, Lineage lineage, SortedMap<String, String> metrics) implements Command {}

    /** A region says that it holds every artifact of the version and checked the digests. */
    record ConfirmArtifacts(ModelName model, VersionId version, Region region) implements Command {}

    record MoveAlias(ModelName model, AliasName alias, VersionId version) implements Command {}

    record DeleteAlias(ModelName model, AliasName alias) implements Command {}

    /**
     * A region proposes its own policy file.
     *
     * @param file the file's bytes
     * @param policy the same, read
     */
    record ProposeRegionPolicy(RegionPolicy policy, Blob file, long basedOn, Signature signature) implements Command {}

    /** An administrator proposes the global policy file. */
    record ProposeGlobalPolicy(GlobalPolicy policy, Blob file) implements Command {}

    /** The controller puts the proposed files to the vote as one candidate. */
    record AssembleCandidate(long epoch, long deadlineMillis) implements Command {}

    /** A region's word on the candidate. */
    record VoteOnCandidate(long epoch, long attempt, Region region, boolean accept,
            List<PolicyEpoch.Objection> objections,
            Signature signature) implements Command {}

    /** @param regions empty for every region */
    record RequestRollout(RolloutId rollout, ModelName model, VersionId version, List<Region> regions, String reason)
            implements
                Command {}

    record ApproveRollout(RolloutId rollout, String meaning, String comment) implements Command {}

    /** The controller moves a region to the given step of its policy. */
    record AdvanceRegion(RolloutId rollout, Region region, int step) implements Command {}

    /** A region's agent says that its canary passed the step. */
    record ReportStepPassed(RolloutId rollout, Region region, int step, RegionEvidence evidence, boolean promotable,
            Signature signature) implements Command {}

    record PauseRollout(RolloutId rollout, String reason) implements Command {}

    record ResumeRollout(RolloutId rollout, String reason) implements Command {}

    /** A person passes the untimed pauses in which regions of the rollout wait. */
    record PromoteRollout(RolloutId rollout, String reason) implements Command {}

    /** Stops an unfinished rollout and returns to stable. */
    record AbortRollout(RolloutId rollout, String reason) implements Command {}

    /**
     * The big red button: takes the model back at once, with or without a rollout, without a vote.
     *
     * @param to empty for the newest version each region served that was never convicted
     * @param regions empty for every region
     */
    record RollbackModel(ModelName model, Optional<VersionId> to, List<Region> regions, String reason)
            implements
                Command {}

    /** A region says what its gateways have in force. */
    record ReportEffective(ModelName model, Region region, ServingTarget.Effective effective) implements Command {}

    /** A region convicted the canary, went back by itself, and asks the others. */
    record OpenBallot(BallotId ballot, RolloutId rollout, Region region, RegionEvidence evidence, String basis,
            Blob lookCounts, JournalRef journal, Signature signature) implements Command {}

    record CastVote(BallotId ballot, Region region, Vote.Choice choice, RegionEvidence evidence, String basis,
            Signature signature) implements Command {}

    /** A region says what became of its users after it went back. */
    record ReportRecovery(RolloutId rollout, Region region, boolean recovered, String basis) implements Command {}
}
