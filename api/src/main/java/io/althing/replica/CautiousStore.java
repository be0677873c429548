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

/** A store that asks for nothing that goes forward while replicas disagree; what makes things safer passes. */
public final class CautiousStore extends ForwardingStore {
    private final Supplier<Optional<String>> doubt;

    /** @param doubt why not to go forward; empty if all is well */
    public CautiousStore(RegistryStore store, Supplier<Optional<String>> doubt) {
        super(store);
        this.doubt = doubt;
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
        return goesForward(proposal.command())
                ? doubt.get().map(why -> new StoreFailure(StoreFailure.Reason.REPLICAS_DIFFER, why))
                : Optional.empty();
    }

    private static boolean goesForward(Command command) {
        return switch (command) {
            case Command.AdvanceRegion c -> true;
            case Command.PromoteRollout c -> true;
            case Command.ResumeRollout c -> true;
            case Command.ApproveRollout c -> true;
            case Command.RequestRollout c -> true;
            case Command.MoveAlias c -> true;
            case Command.FormCluster c -> false;
            case Command.RecordMembership c -> false;
            case Command.Tick c -> false;
            case Command.CreateModel c -> false;
            case Command.SetTag c -> false;
            case Command.DeleteTag c -> false;
            case Command.RegisterVersion c -> false;
            case Command.ConfirmArtifacts c -> false;
            case Command.DeleteAlias c -> false;
            case Command.ProposeRegionPolicy c -> false;
            case Command.ProposeGlobalPolicy c -> false;
            case Command.AssembleCandidate c -> false;
            case Command.VoteOnCandidate c -> false;
            case Command.ReportStepPassed c -> false;
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
