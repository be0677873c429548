package io.althing.agent;

import io.althing.policy.Judging;
import io.althing.registry.Command;
import io.althing.registry.Policies;
import io.althing.registry.RegionEvidence;
import io.althing.registry.RegionRollout;
import io.althing.registry.RegionView;
import io.althing.registry.Rollout;
import io.althing.registry.evidence.LogWealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judging canaries step by step, and saying so when a step is passed. */
final class JudgingPlan {
    private JudgingPlan() {}

    static List<AgentAction> actions(AgentPlan.Situation now) {
        var actions = new ArrayList<AgentAction>();
        for (RegionView.Part part : now.view().rollouts()) {
            boolean canary = part.part().phase() == RegionRollout.Phase.CANARY && part.rollout().state().active();
            if (canary && inForce(now, part) && !now.local().wentBack(part.rollout().id())) {
                actions.addAll(step(now, part));
            }
        }
        now.local().judged().values().stream().filter(judged -> over(now, judged))
                .forEach(judged -> actions.add(new AgentAction.StopAnalysis(judged.model(), judged.rollout())));
        return actions;
    }

    private static boolean over(AgentPlan.Situation now, Judged judged) {
        Optional<Rollout> rollout = now.view().rollouts().stream().map(RegionView.Part::rollout)
                .filter(r -> r.id().equals(judged.rollout())).findFirst();
        boolean watching = now.view().rollouts().stream().map(RegionView.Part::part)
                .anyMatch(p -> p.rollout().equals(judged.rollout())
                        && p.recovery() == RegionRollout.Recovery.WATCHING);
        return rollout.filter(r -> !r.state().ended()).isEmpty() && !watching;
    }

    /** Whether the router serves the step's weight; an analysis under another weight would be wrong. */
    private static boolean inForce(AgentPlan.Situation now, RegionView.Part part) {
        return now.local().inForce(part.rollout().model()).canary()
                .filter(share -> share.rollout().equals(part.rollout().id()))
                .filter(share -> share.weightBasisPoints() == part.part().weightBasisPoints()).isPresent();
    }

    private static List<AgentAction> step(AgentPlan.Situation now, RegionView.Part part) {
        if (!Judging.judges(part.policy())) {
            return unjudged(now, part);
        }
        return Optional.ofNullable(now.local().judged().get(part.rollout().id()))
                .filter(judged -> judged.step() == part.part().step()
                        && judged.weightBasisPoints() == part.part().weightBasisPoints())
                .map(judged -> passed(now, part, judged))
                .orElseGet(() -> List.of(new AgentAction.StartAnalysis(part.rollout().model(), part.rollout().id(),
                        part.policy(), part.part().step(), part.part().weightBasisPoints(), part.part().lastLook())));
    }

    private static List<AgentAction> passed(AgentPlan.Situation now, RegionView.Part part, Judged judged) {
        boolean promotable = judged.finding() == Judged.Finding.PROMOTE;
        boolean news = part.part().passed() < part.part().step() || (promotable && !part.part().promotable());
        boolean sound = judged.finding() != Judged.Finding.ROLLBACK && judged.finding() != Judged.Finding.INVALID
                && judged.finding() != Judged.Finding.NONE && judged.finding() != Judged.Finding.PARTIAL;
        long enough = part.policy().analysis().minSampleSize();
        boolean seen = Math.min(judged.stepCanary(), judged.stepStable()) >= enough;
        boolean later = judged.evidence().look() > part.part().lastLook();
        if (!news || !sound || !seen || !later || !paused(now, part, judged)) {
            return List.of();
        }
        return report(now, part, judged.evidence(), promotable);
    }

    private static boolean paused(AgentPlan.Situation now, RegionView.Part part, Judged judged) {
        long pause = Policies.pauseAfter(part.policy(), part.part().step());
        return now.now().since(judged.since()).toMillis() >= pause
                || now.view().agreedMillis() - part.part().stepSince() >= pause;
    }

    /** A policy without metrics has nothing to wait for but its pauses, which the registry counts. */
    private static List<AgentAction> unjudged(AgentPlan.Situation now, RegionView.Part part) {
        if (part.part().passed() >= part.part().step()) {
            return List.of();
        }
        return report(now, part,
                new RegionEvidence(part.part().lastLook() + 1, LogWealth.ONE, LogWealth.ONE, List.of()), false);
    }

    private static List<AgentAction> report(AgentPlan.Situation now, RegionView.Part part, RegionEvidence evidence,
            boolean promotable) {
        int step = part.part().step();
        return now.tell(
                Ids.request("passed", part.rollout().id(), now.view().region(), step, evidence.look(),
                        part.part().revision()),
                "passed/" + part.rollout().id(), new Command.ReportStepPassed(part.rollout().id(), now.view().region(),
                        step, evidence, promotable, Signer.UNSIGNED));
    }
}
