package io.althing.replica;

import io.althing.registry.Command;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import java.util.Optional;
import java.util.function.Supplier;

/** A store that asks for nothing that goes forward while replicas disagree; what makes things safer passes. */
public final class CautiousStore extends GuardedStore {
    private final Supplier<Optional<String>> doubt;

    /** @param doubt why not to go forward; empty if all is well */
    public CautiousStore(RegistryStore store, Supplier<Optional<String>> doubt) {
        super(store);
        this.doubt = doubt;
    }

    @Override
    Optional<StoreFailure> against(Command command) {
        return goesForward(command)
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
            case Command.RaiseFeatureLevel c -> false;
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
