package io.althing.replica;

import io.althing.registry.Command;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A store that, while this node's disk is nearly full, takes only what makes things safer or smaller: rollbacks and what reports that they
 * are in force, aborts, pauses, ballots and votes, ticks, deletes, changes of membership.
 */
public final class SparingStore extends GuardedStore {
    private final Supplier<Optional<String>> full;

    /** @param full how full the disk is; empty if there is room */
    public SparingStore(RegistryStore store, Supplier<Optional<String>> full) {
        super(store);
        this.full = full;
    }

    @Override
    Optional<StoreFailure> against(Command command) {
        return needsRoom(command)
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
            case Command.RaiseFeatureLevel c -> false;
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
