package io.althing.agent;

import io.althing.registry.Ballot;
import io.althing.registry.Command;
import io.althing.registry.RegionView;
import io.althing.registry.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Telling the registry what the region did by itself: in order, one at a time, until the registry's own state shows it. While a
 * ballot on the rollout is open the verdict goes into it as a vote; if that ballot leaves the version in place, the region opens one
 * of its own.
 */
final class OutboxPlan {
    private OutboxPlan() {}

    static List<AgentAction> actions(AgentPlan.Situation now) {
        if (!now.local().contact().allowsForward(now.now())) {
            return List.of();
        }
        var actions = new ArrayList<AgentAction>();
        boolean told = false;
        for (Outbox.Letter letter : now.local().outbox().waiting()) {
            Optional<RegionView.Part> part = now.view().rollouts().stream()
                    .filter(p -> p.rollout().id().equals(letter.act().rollout())).findFirst();
            Optional<String> known = known(part);
            if (known.isPresent()) {
                actions.add(new AgentAction.Acknowledge(letter.sequence(), known.get()));
            } else if (!told && letter.act().conviction().isPresent()) {
                actions.addAll(open(now, letter, part.orElseThrow()));
                told = true;
            }
        }
        return actions;
    }

    /** How the registry's state shows that nothing remains to be told. */
    private static Optional<String> known(Optional<RegionView.Part> part) {
        if (part.isEmpty()) {
            return Optional.of("the rollout was followed by another");
        }
        if (!part.get().part().serves()) {
            return Optional.of("the registry has the region as " + part.get().part().phase());
        }
        return part.get().rollout().state().active()
                ? Optional.empty()
                : Optional.of("the rollout is " + part.get().rollout().state());
    }

    private static List<AgentAction> open(AgentPlan.Situation now, Outbox.Letter letter, RegionView.Part part) {
        boolean ballotOpen = now.view().ballots().stream().map(RegionView.BallotView::ballot)
                .anyMatch(b -> b.rollout().equals(part.rollout().id()) && b.result() == Ballot.Result.OPEN);
        if (ballotOpen || part.rollout().state() == Rollout.State.AWAITING_APPROVAL) {
            return List.of();
        }
        Command.OpenBallot conviction = letter.act().conviction().orElseThrow();
        long revision = Math.max(part.part().revision(), part.rollout().revision());
        return now.tell(
                Ids.request("conviction", conviction.rollout(), conviction.region(), conviction.evidence().look(),
                        revision),
                "outbox", conviction, letter.sequence());
    }
}
