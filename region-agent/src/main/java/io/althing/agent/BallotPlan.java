package io.althing.agent;

import io.althing.registry.Ballot;
import io.althing.registry.BallotTally;
import io.althing.registry.Command;
import io.althing.registry.GlobalPolicy;
import io.althing.registry.RegionEvidence;
import io.althing.registry.RegionView;
import io.althing.registry.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Voting in open ballots: by the region's own looks, else by what the opener's counts say under the region's own policy. */
final class BallotPlan {
    private BallotPlan() {}

    /** A paper before it is signed. */
    record Paper(Vote.Choice choice, RegionEvidence evidence, String basis) {}

    static List<AgentAction> actions(AgentPlan.Situation now) {
        var actions = new ArrayList<AgentAction>();
        for (RegionView.BallotView view : now.view().ballots()) {
            Ballot ballot = view.ballot();
            if (ballot.result() != Ballot.Result.OPEN || !ballot.electorate().contains(now.view().region())) {
                continue;
            }
            Optional<Vote> former = view.votes().stream().filter(v -> v.region().equals(now.view().region()))
                    .findFirst();
            Optional<Paper> own = ownLooks(now, ballot);
            if (own.isEmpty() && former.isEmpty()) {
                actions.addAll(missing(now, ballot));
            }
            own.or(() -> former.isPresent() ? Optional.empty() : OpenersCounts.paper(now, ballot))
                    .filter(paper -> replaces(paper, former))
                    .ifPresent(paper -> actions.addAll(cast(now, ballot, paper)));
        }
        return actions;
    }

    private static boolean replaces(Paper paper, Optional<Vote> former) {
        return former.filter(v -> v.choice() == paper.choice() || v.evidence().look() >= paper.evidence().look())
                .isEmpty();
    }

    private static List<AgentAction> cast(AgentPlan.Situation now, Ballot ballot, Paper paper) {
        return now.tell(
                Ids.request("vote", ballot.id(), now.view().region(), paper.evidence().look(), paper.choice(),
                        Ids.digest(paper.basis())),
                "vote/" + ballot.id(), new Command.CastVote(ballot.id(), now.view().region(), paper.choice(),
                        paper.evidence(), paper.basis(), Signer.UNSIGNED));
    }

    private static List<AgentAction> missing(AgentPlan.Situation now, Ballot ballot) {
        return ballot.lookCounts().map(now::fetch).orElseGet(List::of);
    }

    private static Optional<Paper> ownLooks(AgentPlan.Situation now, Ballot ballot) {
        Optional<Paper> convicted = now.local().outbox().all().stream().map(Outbox.Letter::act)
                .filter(act -> act.rollout().equals(ballot.rollout())).flatMap(act -> act.conviction().stream())
                .findFirst()
                .map(own -> new Paper(Vote.Choice.ROLLBACK, own.evidence(), "convicted here too: " + own.basis()));
        return convicted.or(() -> Optional.ofNullable(now.local().judged().get(ballot.rollout()))
                .filter(judged -> !judged.evidence().metrics().isEmpty())
                .map(judged -> byLooks(now.view().global().ballot(), judged)));
    }

    private static Paper byLooks(GlobalPolicy.BallotRules rules, Judged judged) {
        String looks = "by its own " + judged.evidence().look() + " looks: ";
        if (judged.evidence().rollback().atLeast(BallotTally.bound(rules.alphaVote()))) {
            return new Paper(Vote.Choice.ROLLBACK, judged.evidence(),
                    looks + "evidence of harm reached 1/" + rules.alphaVote().toPlainString());
        }
        return judged.finding() == Judged.Finding.PROMOTE
                ? new Paper(Vote.Choice.KEEP, judged.evidence(), looks + judged.words())
                : new Paper(Vote.Choice.ABSTAIN, judged.evidence(), looks + "neither harm nor safety is shown yet");
    }
}
