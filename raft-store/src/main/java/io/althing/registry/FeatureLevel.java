package io.althing.registry;

import java.util.Optional;

/**
 * What a cluster of several builds may write to its log. Each command belongs to a level; a build knows every command up to its own level;
 * the cluster's level is part of the state, rises by {@link Command.RaiseFeatureLevel} alone and never falls. A state in which it was never
 * raised is at level 1.
 */
public final class FeatureLevel {
    /** The rule by which commands are refused that come too early. */
    public static final String RULE = "feature-level";
    /** The level of a cluster that never rose. */
    public static final int FIRST = 1;

    private static final int OF_BUILD = 1;

    private FeatureLevel() {}

    /**
     * The cluster's level as it was agreed.
     *
     * @param index where in the log it rose
     */
    public record Agreed(int level, long index) {}

    /** The newest level this build knows. */
    public static int ofBuild() {
        return OF_BUILD;
    }

    /** The level at which the cluster of this state is. */
    public static int agreed(RegistryState state) {
        return state.get(Table.FEATURE_LEVEL, Table.ONLY).map(Agreed::level).orElse(FIRST);
    }

    /** The level a command came with. */
    public static int of(Command command) {
        return switch (command) {
            case Command.FormCluster c -> 1;
            case Command.RecordMembership c -> 1;
            case Command.RaiseFeatureLevel c -> 1;
            case Command.Tick c -> 1;
            case Command.CreateModel c -> 1;
            case Command.SetTag c -> 1;
            case Command.DeleteTag c -> 1;
            case Command.RegisterVersion c -> 1;
            case Command.ConfirmArtifacts c -> 1;
            case Command.MoveAlias c -> 1;
            case Command.DeleteAlias c -> 1;
            case Command.ProposeRegionPolicy c -> 1;
            case Command.ProposeGlobalPolicy c -> 1;
            case Command.AssembleCandidate c -> 1;
            case Command.VoteOnCandidate c -> 1;
            case Command.RequestRollout c -> 1;
            case Command.ApproveRollout c -> 1;
            case Command.AdvanceRegion c -> 1;
            case Command.ReportStepPassed c -> 1;
            case Command.PauseRollout c -> 1;
            case Command.ResumeRollout c -> 1;
            case Command.PromoteRollout c -> 1;
            case Command.AbortRollout c -> 1;
            case Command.RollbackModel c -> 1;
            case Command.ReportEffective c -> 1;
            case Command.OpenBallot c -> 1;
            case Command.CastVote c -> 1;
            case Command.ReportRecovery c -> 1;
        };
    }

    /** Why the command is too early for a cluster at the level; empty if it is not. */
    public static Optional<Rejection> refusal(Command command, int agreed) {
        return of(command) <= agreed
                ? Optional.empty()
                : Optional.of(new Rejection.NotNow(RULE, command.getClass().getSimpleName() + " needs feature level "
                        + of(command) + "; the cluster is at " + agreed));
    }
}
