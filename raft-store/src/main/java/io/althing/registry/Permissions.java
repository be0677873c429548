package io.althing.registry;

import io.althing.registry.Actor.Role;
import java.util.Arrays;
import java.util.Optional;

/** Who may ask for what. One table, read top to bottom. */
final class Permissions {
    private Permissions() {}

    /** The refusal, or empty if the actor may. */
    static Optional<Rejection> refusal(Actor actor, Command command) {
        return switch (command) {
            case Command.FormCluster c -> needs(actor, c, "a node", Role.NODE, Role.ADMIN);
            case Command.RecordMembership c -> needs(actor, c, "an admin", Role.ADMIN);
            case Command.RaiseFeatureLevel c -> needs(actor, c, "a node", Role.NODE);
            case Command.Tick c -> needs(actor, c, "the controller", Role.CONTROLLER);
            case Command.AssembleCandidate c -> needs(actor, c, "the controller", Role.CONTROLLER);
            case Command.AdvanceRegion c -> needs(actor, c, "the controller", Role.CONTROLLER);
            case Command.CreateModel c -> operator(actor, c);
            case Command.SetTag c -> operator(actor, c);
            case Command.DeleteTag c -> operator(actor, c);
            case Command.RegisterVersion c -> operator(actor, c);
            case Command.MoveAlias c -> operator(actor, c);
            case Command.DeleteAlias c -> operator(actor, c);
            case Command.RequestRollout c -> operator(actor, c);
            case Command.PauseRollout c -> operator(actor, c);
            case Command.ResumeRollout c -> operator(actor, c);
            case Command.PromoteRollout c -> operator(actor, c);
            case Command.AbortRollout c -> operator(actor, c);
            case Command.RollbackModel c -> operator(actor, c);
            case Command.ApproveRollout c -> needs(actor, c, "an approver", Role.APPROVER);
            case Command.ProposeGlobalPolicy c -> needs(actor, c, "an admin", Role.ADMIN);
            case Command.ConfirmArtifacts c -> regional(actor, c, c.region());
            case Command.ProposeRegionPolicy c -> regional(actor, c, c.policy().region());
            case Command.VoteOnCandidate c -> regional(actor, c, c.region());
            case Command.ReportStepPassed c -> regional(actor, c, c.region());
            case Command.ReportEffective c -> regional(actor, c, c.region());
            case Command.OpenBallot c -> regional(actor, c, c.region());
            case Command.CastVote c -> regional(actor, c, c.region());
            case Command.ReportRecovery c -> regional(actor, c, c.region());
        };
    }

    private static Optional<Rejection> operator(Actor actor, Command command) {
        return needs(actor, command, "an operator", Role.OPERATOR, Role.ADMIN);
    }

    private static Optional<Rejection> regional(Actor actor, Command command, Region region) {
        boolean speaks = actor.region().filter(region::equals).isPresent()
                && (actor.has(Role.AGENT) || actor.has(Role.NODE));
        return speaks ? Optional.empty() : Optional.of(refusal(actor, command, "region " + region + " itself"));
    }

    private static Optional<Rejection> needs(Actor actor, Command command, String who, Role... roles) {
        boolean may = Arrays.stream(roles).anyMatch(actor::has);
        return may ? Optional.empty() : Optional.of(refusal(actor, command, who));
    }

    private static Rejection refusal(Actor actor, Command command, String who) {
        String act = command.getClass().getSimpleName();
        return new Rejection.NotPermitted(actor.id(), act, "only " + who + " may do this; '" + actor.id()
                + "' is not; use a token with that role");
    }
}
