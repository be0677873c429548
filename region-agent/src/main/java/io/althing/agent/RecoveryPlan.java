package io.althing.agent;

import io.althing.registry.Command;
import io.althing.registry.RegionRollout;
import io.althing.registry.RegionView;
import java.util.ArrayList;
import java.util.List;

/** Watching, after going back, whether the users are well again, and saying so. */
final class RecoveryPlan {
    private RecoveryPlan() {}

    static List<AgentAction> actions(AgentPlan.Situation now) {
        var actions = new ArrayList<AgentAction>();
        for (RegionView.Part part : now.view().rollouts()) {
            boolean back = now.local().inForce(part.rollout().model()).canary()
                    .filter(share -> share.rollout().equals(part.rollout().id())).isEmpty();
            if (part.part().recovery() == RegionRollout.Recovery.WATCHING && back) {
                actions.addAll(watch(now, part));
            }
        }
        return actions;
    }

    private static List<AgentAction> watch(AgentPlan.Situation now, RegionView.Part part) {
        Recovery recovery = now.local().recovering().get(part.rollout().id());
        if (recovery == null) {
            return List.of(new AgentAction.WatchRecovery(part.rollout().model(), part.rollout().id()));
        }
        if (now.now().since(recovery.since()).toMillis() < part.policy().rollback().recoveryWindowMillis()) {
            return List.of();
        }
        Recovery.Finding finding = recovery.finding(part.policy());
        return now.tell(
                Ids.request("recovery", part.rollout().id(), now.view().region(), part.part().revision(),
                        Ids.digest(finding.recovered() + " " + finding.basis())),
                "recovery/" + part.rollout().id(), new Command.ReportRecovery(part.rollout().id(), now.view().region(),
                        finding.recovered(), finding.basis()));
    }
}
