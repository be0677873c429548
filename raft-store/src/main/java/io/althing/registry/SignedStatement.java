package io.althing.registry;

import java.util.ArrayList;
import java.util.List;

/**
 * The texts regions sign. Each starts with what it is and which cluster it is for, one fact a line, so that a signature can
 * never be taken for another statement or another cluster's.
 */
public final class SignedStatement {
    private SignedStatement() {}

    /** What a region signs when it proposes its policy file. */
    public static String policyFile(String cluster, Region region, Sha256 file, long basedOn) {
        return lines("policy-file", cluster, region, file, basedOn);
    }

    /** What a region signs when it votes on a candidate set of files. */
    public static String candidateVote(String cluster, Command.VoteOnCandidate vote) {
        var facts = new ArrayList<Object>(List.of(vote.region(), vote.epoch(), vote.attempt(), vote.accept()));
        vote.objections().forEach(o -> facts.add(o.region() + " " + o.field() + " " + o.value() + " " + o.bound()));
        return lines("candidate-vote", cluster, facts.toArray());
    }

    /** What a region signs when its canary passed a step. */
    public static String stepPassed(String cluster, Command.ReportStepPassed report) {
        return lines("step-passed", cluster, report.region(), report.rollout(), report.step(), report.promotable(),
                evidence(report.evidence()));
    }

    /** What a region signs when it convicted a canary. */
    public static String conviction(String cluster, Command.OpenBallot ballot) {
        return lines("conviction", cluster, ballot.region(), ballot.rollout(), ballot.ballot(),
                ballot.journal().journal(), ballot.journal().sequence(), ballot.lookCounts().digest(),
                evidence(ballot.evidence()));
    }

    /** What a region signs when it votes in a ballot. */
    public static String vote(String cluster, Command.CastVote vote) {
        return lines("vote", cluster, vote.region(), vote.ballot(), vote.choice(), evidence(vote.evidence()));
    }

    private static String evidence(RegionEvidence evidence) {
        var text = new StringBuilder();
        text.append(evidence.look()).append(' ').append(evidence.rollback().nanoNats()).append(' ')
                .append(evidence.promote().nanoNats());
        for (RegionEvidence.Metric metric : evidence.metrics()) {
            text.append('\n').append(metric.name()).append(' ').append(metric.kind()).append(' ')
                    .append(metric.boundary()).append(' ').append(metric.share().toPlainString());
            metric.components().forEach(c -> text.append(' ').append(c.nanoNats()));
            for (RegionEvidence.ArmCounts arm : List.of(metric.canary(), metric.stable())) {
                text.append(' ').append(arm.harmful()).append('/').append(arm.trials());
            }
        }
        return text.toString();
    }

    private static String lines(String what, String cluster, Object... facts) {
        var text = new StringBuilder("althing/").append(what).append("/v1\n").append(cluster).append('\n');
        for (Object fact : facts) {
            text.append(fact).append('\n');
        }
        return text.toString();
    }
}
