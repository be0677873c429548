package io.althing.agent;

import io.althing.registry.Command;
import io.althing.registry.ServingTarget;
import io.althing.registry.VersionId;
import io.althing.serving.CanaryShare;
import io.althing.serving.InForce;
import io.althing.serving.RouteTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Taking the registry's targets. Less of a canary is taken at once from any view. Anything else needs a linearizable view of the
 * last five seconds, versions that are warm, and no act of the region's own that the registry has not taken in.
 */
final class TargetPlan {
    private TargetPlan() {}

    static List<AgentAction> actions(AgentPlan.Situation now) {
        var actions = new ArrayList<AgentAction>();
        for (ServingTarget target : now.view().targets()) {
            RouteTarget wanted = wanted(now.local(), target);
            InForce inForce = now.local().inForce(target.model());
            actions.addAll(move(now, wanted, inForce));
            actions.addAll(report(now, target, wanted, inForce));
        }
        return actions;
    }

    /** The target, without a canary the region itself took back. */
    private static RouteTarget wanted(LocalState local, ServingTarget target) {
        Optional<CanaryShare> canary = target.canary().filter(share -> !local.wentBack(share.rollout()))
                .map(share -> new CanaryShare(share.rollout(), share.version(), share.weightBasisPoints(),
                        share.salt()));
        return new RouteTarget(target.model(), target.index(), target.stable(), canary);
    }

    private static List<AgentAction> move(AgentPlan.Situation now, RouteTarget wanted, InForce inForce) {
        if (same(wanted, inForce) && inForce.index() >= wanted.index()) {
            return List.of();
        }
        var actions = new ArrayList<AgentAction>();
        if (!forward(wanted, inForce)) {
            actions.addAll(whenHosted(now, wanted));
        } else {
            lowered(wanted, inForce).ifPresent(less -> actions.add(new AgentAction.ApplyTarget(less)));
            boolean allowed = now.local().contact().allowsForward(now.now())
                    && !now.local().actWaits(wanted.model());
            if (allowed) {
                actions.addAll(whenHosted(now, wanted));
            } else if (inForce.stable().isEmpty()) {
                actions.addAll(whenHosted(now, without(wanted)));
            }
        }
        return actions;
    }

    private static List<AgentAction> whenHosted(AgentPlan.Situation now, RouteTarget wanted) {
        List<VersionId> missing = Stream
                .concat(wanted.stable().stream(), wanted.canary().map(CanaryShare::version).stream())
                .filter(v -> !now.local().hosted().contains(new LocalState.Hosted(wanted.model(), v))).toList();
        if (missing.isEmpty()) {
            return List.of(new AgentAction.ApplyTarget(wanted));
        }
        return missing.stream().filter(v -> !now.local().asked().lanes().contains(installLane(wanted, v)))
                .<AgentAction>map(v -> new AgentAction.Install(wanted.model(), v)).toList();
    }

    private static String installLane(RouteTarget wanted, VersionId version) {
        return "install/" + wanted.model() + "/" + version;
    }

    /** What of the wanted target only makes things safer, where something does. */
    private static Optional<RouteTarget> lowered(RouteTarget wanted, InForce inForce) {
        return inForce.canary().flatMap(running -> {
            int goal = wanted.canary().filter(share -> share.rollout().equals(running.rollout()))
                    .map(CanaryShare::weightBasisPoints)
                    .orElse(wanted.stable().equals(Optional.of(running.version())) ? running.weightBasisPoints() : 0);
            return goal < running.weightBasisPoints()
                    ? Optional.of(new RouteTarget(wanted.model(), wanted.index(), inForce.stable(),
                            goal == 0 ? Optional.empty() : Optional.of(running.at(goal))))
                    : Optional.empty();
        });
    }

    private static RouteTarget without(RouteTarget wanted) {
        return new RouteTarget(wanted.model(), wanted.index(), wanted.stable(), Optional.empty());
    }

    static boolean same(RouteTarget wanted, InForce inForce) {
        return wanted.stable().equals(inForce.stable()) && wanted.canary().equals(inForce.canary());
    }

    /** Whether the target brings anything but less of the canary that runs. */
    private static boolean forward(RouteTarget wanted, InForce inForce) {
        if (!wanted.stable().equals(inForce.stable())) {
            return true;
        }
        return wanted.canary().filter(share -> inForce.canary()
                .filter(running -> running.rollout().equals(share.rollout())
                        && running.weightBasisPoints() >= share.weightBasisPoints())
                .isEmpty()).isPresent();
    }

    /** What is in force is reported when it is the target, or the target without a canary the region itself took back. */
    private static List<AgentAction> report(AgentPlan.Situation now, ServingTarget target, RouteTarget wanted,
            InForce inForce) {
        LocalState.Placed placed = now.local().placed().get(target.model());
        if (placed == null || target.confirmed() || !same(wanted, inForce) || inForce.index() < target.index()) {
            return List.of();
        }
        var effective = new ServingTarget.Effective(target.index(), wanted.stable(),
                wanted.canary().map(CanaryShare::version), inForce.canaryWeight(), placed.since());
        return now.tell(
                Ids.request("effective", now.view().region(), target.model(), target.index(),
                        effective.at().toEpochMilli()),
                "effective/" + target.model(),
                new Command.ReportEffective(target.model(), now.view().region(), effective));
    }
}
