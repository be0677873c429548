package io.althing.agent;

import io.althing.registry.Command;
import io.althing.registry.RegionView;
import io.althing.registry.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * What a region's agent does next, as a value: a pure function of the registry's view, the agent's own state and the time. The
 * actions are in the order in which they are to be done; the safe ones come first.
 */
public record AgentPlan(List<AgentAction> actions) {
    /** Copies the list. */
    public AgentPlan {
        actions = List.copyOf(actions);
    }

    /** The plan. */
    public static AgentPlan plan(RegionView view, LocalState local, AgentTime now) {
        var actions = new ArrayList<AgentAction>();
        var situation = new Situation(view, local, now);
        actions.addAll(SafetyPlan.actions(situation));
        actions.addAll(TargetPlan.actions(situation));
        actions.addAll(OutboxPlan.actions(situation));
        actions.addAll(BallotPlan.actions(situation));
        actions.addAll(JudgingPlan.actions(situation));
        actions.addAll(PolicyPlan.actions(situation));
        actions.addAll(RecoveryPlan.actions(situation));
        return new AgentPlan(actions);
    }

    /** What a plan is made from. */
    record Situation(RegionView view, LocalState local, AgentTime now) {
        /** Says something unless it is on the way, was answered for good, or nobody would hear it. */
        List<AgentAction> tell(String requestId, String lane, Command command) {
            return tell(requestId, lane, command, 0);
        }

        List<AgentAction> tell(String requestId, String lane, Command command, long letter) {
            boolean pointless = !local.contact().linearizable() || local.asked().lanes().contains(lane)
                    || local.asked().settled().contains(requestId);
            return pointless ? List.of() : List.of(new AgentAction.Tell(requestId, lane, command, letter));
        }

        /** Gets a blob unless it is here or on the way. */
        List<AgentAction> fetch(Sha256 digest) {
            return local.blobs().containsKey(digest) || local.asked().lanes().contains("blob/" + digest)
                    ? List.of()
                    : List.of(new AgentAction.Fetch(digest));
        }
    }
}
