package io.althing.registry;

import java.util.List;
import java.util.Optional;

/**
 * The meaning of the registry: one pure function from a state and a proposal to an outcome and what it changes.
 *
 * <p>{@link #decide} judges and yields events; {@link #evolve} turns events into changed rows and decides nothing, so that
 * replaying the events of the audit log gives the same state. Neither does I/O, reads a clock or draws a random number, and
 * neither throws for anything a caller can ask.
 */
public final class Registry {
    private final SignatureCheck signatures;
    private final int level;

    /** @param signatures how regions' signatures are checked */
    public Registry(SignatureCheck signatures) {
        this(signatures, FeatureLevel.ofBuild());
    }

    /**
     * The registry as a build of another level has it.
     *
     * @param level the newest feature level it takes part in
     */
    public Registry(SignatureCheck signatures, int level) {
        this.signatures = signatures;
        this.level = level;
    }

    /** The newest feature level this registry takes part in; a state of a newer one is not for it. */
    public int level() {
        return level;
    }

    /** What became of the proposal and which rows it changes; a rejected one changes none. */
    public record Verdict(Outcome outcome, StateDelta delta) {}

    /** Judges the proposal and, if it holds, works out what it changes. */
    public Verdict apply(RegistryState state, Proposal proposal, Applied at) {
        Outcome outcome = decide(state, proposal, at);
        return switch (outcome) {
            case Outcome.Accepted accepted -> new Verdict(outcome,
                    evolve(state, accepted.events(), blobs(proposal.command()), at));
            case Outcome.Rejected rejected -> new Verdict(outcome, new StateDelta(List.of()));
        };
    }

    /** Says whether the proposal holds and what happens if so. */
    public Outcome decide(RegistryState state, Proposal proposal, Applied at) {
        Command command = proposal.command();
        Optional<Rejection> forbidden = Permissions.refusal(proposal.actor(), command);
        if (forbidden.isPresent()) {
            return Case.refuse(forbidden.get());
        }
        if (!(command instanceof Command.FormCluster) && state.get(Table.GENESIS, Table.ONLY).isEmpty()) {
            return Case.notNow("not-formed", "the cluster has not been formed yet; wait until every seed has started");
        }
        Optional<Rejection> early = FeatureLevel.refusal(command, FeatureLevel.agreed(state));
        if (early.isPresent()) {
            return Case.refuse(early.get());
        }
        return judge(new Case(state, proposal, at, signatures), command);
    }

    private static Outcome judge(Case asked, Command command) {
        return switch (command) {
            case Command.FormCluster c -> ClusterDecisions.form(asked, c);
            case Command.RecordMembership c -> ClusterDecisions.membership(asked, c);
            case Command.RaiseFeatureLevel c -> ClusterDecisions.raise(asked, c);
            case Command.Tick c -> ClusterDecisions.tick(asked, c);
            case Command.CreateModel c -> ModelDecisions.create(asked, c);
            case Command.SetTag c -> ModelDecisions.setTag(asked, c);
            case Command.DeleteTag c -> ModelDecisions.deleteTag(asked, c);
            case Command.RegisterVersion c -> ModelDecisions.register(asked, c);
            case Command.ConfirmArtifacts c -> ModelDecisions.confirm(asked, c);
            case Command.MoveAlias c -> ModelDecisions.moveAlias(asked, c);
            case Command.DeleteAlias c -> ModelDecisions.deleteAlias(asked, c);
            case Command.ProposeRegionPolicy c -> PolicyDecisions.proposeRegion(asked, c);
            case Command.ProposeGlobalPolicy c -> PolicyDecisions.proposeGlobal(asked, c);
            case Command.AssembleCandidate c -> PolicyDecisions.assemble(asked, c);
            case Command.VoteOnCandidate c -> PolicyDecisions.vote(asked, c);
            case Command.RequestRollout c -> RolloutRequests.request(asked, c);
            case Command.ApproveRollout c -> RolloutRequests.approve(asked, c);
            case Command.AdvanceRegion c -> RolloutSteps.advance(asked, c);
            case Command.ReportStepPassed c -> RolloutSteps.passed(asked, c);
            case Command.PauseRollout c -> RolloutSteps.pause(asked, c);
            case Command.ResumeRollout c -> RolloutSteps.resume(asked, c);
            case Command.PromoteRollout c -> RolloutSteps.promote(asked, c);
            case Command.AbortRollout c -> Rollbacks.abort(asked, c);
            case Command.RollbackModel c -> Rollbacks.rollback(asked, c);
            case Command.ReportEffective c -> Rollbacks.effective(asked, c);
            case Command.ReportRecovery c -> Rollbacks.recovery(asked, c);
            case Command.OpenBallot c -> BallotDecisions.open(asked, c);
            case Command.CastVote c -> BallotDecisions.vote(asked, c);
        };
    }

    /** The bulky parts a command carries, kept under their digests while the audit entry holds only those. */
    public static List<Blob> blobs(Command command) {
        return switch (command) {
            case Command.ProposeRegionPolicy c -> List.of(c.file());
            case Command.ProposeGlobalPolicy c -> List.of(c.file());
            case Command.OpenBallot c -> List.of(c.lookCounts());
            case Command.FormCluster c -> List.of();
            case Command.RecordMembership c -> List.of();
            case Command.RaiseFeatureLevel c -> List.of();
            case Command.Tick c -> List.of();
            case Command.CreateModel c -> List.of();
            case Command.SetTag c -> List.of();
            case Command.DeleteTag c -> List.of();
            case Command.RegisterVersion c -> List.of();
            case Command.ConfirmArtifacts c -> List.of();
            case Command.MoveAlias c -> List.of();
            case Command.DeleteAlias c -> List.of();
            case Command.AssembleCandidate c -> List.of();
            case Command.VoteOnCandidate c -> List.of();
            case Command.RequestRollout c -> List.of();
            case Command.ApproveRollout c -> List.of();
            case Command.AdvanceRegion c -> List.of();
            case Command.ReportStepPassed c -> List.of();
            case Command.PauseRollout c -> List.of();
            case Command.ResumeRollout c -> List.of();
            case Command.PromoteRollout c -> List.of();
            case Command.AbortRollout c -> List.of();
            case Command.RollbackModel c -> List.of();
            case Command.ReportEffective c -> List.of();
            case Command.ReportRecovery c -> List.of();
            case Command.CastVote c -> List.of();
        };
    }

    /**
     * Turns events into changed rows. Total: every event has an effect, whatever the state.
     *
     * @param blobs what the events refer to by digest
     */
    public StateDelta evolve(RegistryState state, List<Event> events, List<Blob> blobs, Applied at) {
        var draft = new Draft(state);
        blobs.forEach(blob -> draft.put(Table.BLOBS, blob.digest().value(), blob));
        events.forEach(event -> Evolution.apply(draft, event, at));
        return draft.delta();
    }
}
