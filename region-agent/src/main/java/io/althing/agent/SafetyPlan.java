package io.althing.agent;

import io.althing.registry.RegionPolicy;
import io.althing.registry.RegionView;
import io.althing.registry.VersionId;
import io.althing.serving.CanaryShare;
import io.althing.serving.InForce;
import io.althing.serving.RouteTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** When a region goes back without asking anybody. */
final class SafetyPlan {
    private SafetyPlan() {}

    static List<AgentAction> actions(AgentPlan.Situation now) {
        var actions = new ArrayList<AgentAction>();
        unfinished(now.local()).forEach(actions::add);
        for (RegionView.Part part : now.view().rollouts()) {
            InForce inForce = now.local().inForce(part.rollout().model());
            boolean running = inForce.canary().filter(share -> share.rollout().equals(part.rollout().id())).isPresent();
            if (running && !now.local().wentBack(part.rollout().id())) {
                conviction(now, part).or(() -> partition(now, part, inForce)).ifPresent(actions::add);
            }
        }
        return actions;
    }

    /** What the region took back and the router, which did not answer then, still serves: it is told again, whatever the target says by now. */
    private static Stream<AgentAction> unfinished(LocalState local) {
        return local.placed().values().stream().map(LocalState.Placed::inForce)
                .filter(inForce -> inForce.canary().filter(share -> local.wentBack(share.rollout())).isPresent())
                .sorted(Comparator.comparing(inForce -> inForce.model().value()))
                .map(inForce -> new AgentAction.ApplyTarget(new RouteTarget(inForce.model(),
                        Math.max(0, inForce.index()), inForce.stable(), Optional.empty())));
    }

    private static Optional<AgentAction> conviction(AgentPlan.Situation now, RegionView.Part part) {
        return Optional.ofNullable(now.local().judged().get(part.rollout().id()))
                .filter(judged -> judged.finding() == Judged.Finding.ROLLBACK)
                .map(judged -> back(part, part.rollout().version(), JournalAct.Cause.CONVICTION, judged.words()));
    }

    private static Optional<AgentAction> partition(AgentPlan.Situation now, RegionView.Part part, InForce inForce) {
        RegionPolicy.Partition rule = part.policy().partition();
        Duration silence = now.now().since(now.local().contact().freshAt());
        boolean due = rule.onPartition() == RegionPolicy.OnPartition.ROLLBACK && inForce.canaryWeight() > 0
                && silence.toMillis() >= rule.afterMillis();
        return due
                ? inForce.canary().map(CanaryShare::version)
                        .map(version -> back(part, version, JournalAct.Cause.PARTITION,
                                "cut off for " + silence.toMillis() + " ms; the policy lets a canary run alone for "
                                        + rule.afterMillis() + " ms"))
                : Optional.empty();
    }

    private static AgentAction back(RegionView.Part part, VersionId version, JournalAct.Cause cause, String why) {
        return new AgentAction.LocalRollback(part.rollout().model(), part.rollout().id(), version, cause, why);
    }
}
