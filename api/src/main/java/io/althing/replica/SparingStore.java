package io.althing.replica;

import io.althing.registry.Command;
import io.althing.registry.Proposal;
import io.althing.store.ForwardingStore;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A store that, while this node's disk is nearly full, takes only what makes things safer or smaller: rollbacks and what reports that they
 * are in force, aborts, pauses, ballots and votes, ticks, deletes, changes of membership.
 */
public final class SparingStore extends ForwardingStore {
    private final Supplier<Optional<String>> full;

    /** @param full how full the disk is; empty if there is room */
    public SparingStore(RegistryStore store, Supplier<Optional<String>> full) {
        super(store);
        this.full = full;
    }

    @Override
    public CompletableFuture<Receipt> propose(Proposal proposal, Duration deadline) {
        return against(proposal).map(CompletableFuture::<Receipt>failedFuture)
                .orElseGet(() -> super.propose(proposal, deadline));
    }

    @Override
    public CompletableFuture<Receipt> proposeInTerm(Proposal proposal, long term) {
        return against(proposal).map(CompletableFuture::<Receipt>failedFuture)
                .orElseGet(() -> super.proposeInTerm(proposal, term));
    }

    private Optional<StoreFailure> against(Proposal proposal) {
        return needsRoom(proposal.command())
                ? full.get().map(how -> new StoreFailure(StoreFailure.Reason.DISK_FULL, how))
                : Optional.empty();
    }

    private static boolean needsRoom(Command command) {
        return switch (command) {
            case Command.CreateModel c -> true;
            case Command.SetTag c -> true;
            case Command.RegisterVersion c -> true;
            case Command.ConfirmArtifacts c -> true;
            case Command.MoveAlias c -> true;
            case Command.ProposeRegionPolicy c -> true;
            case Command.ProposeGlobalPolicy c -> true;
            case Command.AssembleCandidate c -> true;
            case Command.RequestRollout c -> true;
            case Command.ApproveRollout c -> true;
            case Command.AdvanceRegion c -> true;
            case Command.ReportStepPassed c -> true;
            case Command.ResumeRollout c -> true;
            case Command.PromoteRollout c -> true;
            case Command.FormCluster c -> false;
            case Command.RecordMembership c -> false;
            case Command.Tick c -> false;
            case Command.DeleteTag c -> false;
            case Command.DeleteAlias c -> false;
            case Command.VoteOnCandidate c -> false;
            case Command.PauseRollout c -> false;
            case Command.AbortRollout c -> false;
            case Command.RollbackModel c -> false;
            case Command.ReportEffective c -> false;
            case Command.OpenBallot c -> false;
            case Command.CastVote c -> false;
            case Command.ReportRecovery c -> false;
        };
    }
}
