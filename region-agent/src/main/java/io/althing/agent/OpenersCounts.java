package io.althing.agent;

import io.althing.canary.EvidenceReplay;
import io.althing.canary.Look;
import io.althing.codec.RecordJson;
import io.althing.policy.Judging;
import io.althing.registry.Ballot;
import io.althing.registry.BallotTally;
import io.althing.registry.Blob;
import io.althing.registry.RegionEvidence;
import io.althing.registry.RegionPolicy;
import io.althing.registry.RegionView;
import io.althing.registry.Vote;
import io.althing.registry.evidence.LogWealth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The vote of a region that has no looks of its own. */
final class OpenersCounts {
    private static final RecordJson JSON = new RecordJson();

    private OpenersCounts() {}

    /** The paper, or nothing while the counts are still being fetched. */
    static Optional<BallotPlan.Paper> paper(AgentPlan.Situation now, Ballot ballot) {
        if (ballot.lookCounts().isEmpty() || ballot.opener().isEmpty()) {
            return Optional.of(abstain("no looks here, and none came with the ballot"));
        }
        if (now.view().global().ballot().untrustedRegions() > 0) {
            return Optional.of(abstain("no looks here, and the word of " + ballot.opener().get()
                    + " alone does not suffice where regions may be untrue"));
        }
        Optional<RegionPolicy> own = now.view().rollouts().stream()
                .filter(p -> p.rollout().id().equals(ballot.rollout())).map(RegionView.Part::policy).findFirst();
        Blob counts = now.local().blobs().get(ballot.lookCounts().get());
        return own.isEmpty() || counts == null ? Optional.empty() : Optional.of(replay(own.get(), ballot, counts));
    }

    private static BallotPlan.Paper replay(RegionPolicy own, Ballot ballot, Blob counts) {
        if (!Judging.judges(own)) {
            return abstain("no looks here, and the policy of this region judges by nothing");
        }
        LookRecord record;
        try {
            record = LookRecord.read(JSON, counts);
        } catch (RecordJson.Problem e) {
            return abstain("the counts of " + ballot.opener().orElseThrow() + " cannot be read: " + e.getMessage());
        }
        List<Look> looks = EvidenceReplay.replay(Judging.settings(own), List.of(), record.looks());
        LogWealth peak = looks.isEmpty() ? LogWealth.ONE : looks.get(looks.size() - 1).evidence().peak();
        boolean convicts = peak.atLeast(BallotTally.bound(own.analysis().alphaRollback()));
        String basis = String.format(Locale.ROOT,
                "no looks here; the %d looks of %s give a log-wealth of %.2f under this region's policy, whose bound is %.2f",
                looks.size(), ballot.opener().orElseThrow(), peak.toDouble(),
                BallotTally.bound(own.analysis().alphaRollback()).toDouble());
        return new BallotPlan.Paper(convicts ? Vote.Choice.ROLLBACK : Vote.Choice.ABSTAIN,
                new RegionEvidence(0, peak, LogWealth.ONE, List.of()), basis);
    }

    private static BallotPlan.Paper abstain(String basis) {
        return new BallotPlan.Paper(Vote.Choice.ABSTAIN, RegionEvidence.none(), basis);
    }
}
