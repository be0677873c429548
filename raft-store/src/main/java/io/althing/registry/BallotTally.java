package io.althing.registry;

import io.althing.registry.evidence.ComponentWealth;
import io.althing.registry.evidence.Dependence;
import io.althing.registry.evidence.EvidenceCombination;
import io.althing.registry.evidence.LogWealth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Counts a ballot. Pure and public, so that anybody can recompute an outcome from the votes in the audit log.
 *
 * <p>Rollback wins by the quorum of votes, by a veto, or by the regions' combined evidence reaching {@code 1/alpha}. Keep wins
 * only by the quorum. The combination follows {@link EvidenceCombination}: per metric over the regions that judge it with the
 * same kind and boundary, then over metrics by the opener's shares.
 */
public final class BallotTally {
    private BallotTally() {}

    /** Result and count; {@link Ballot.Result#OPEN} if the votes do not settle it. */
    public record Count(Ballot.Result result, Ballot.Tally tally) {}

    /** Counts the papers in hand while the ballot is open. */
    public static Count count(GlobalPolicy.BallotRules rules, Ballot ballot, List<Vote> votes) {
        return count(rules, ballot, votes, GlobalPolicy.OnSilence.ABSTAIN, false);
    }

    /** Counts at the deadline: the silent vote as the policy says, and what is not decided is undecided. */
    public static Count atDeadline(GlobalPolicy.BallotRules rules, Ballot ballot, List<Vote> votes) {
        return count(rules, ballot, votes, rules.onSilence(), true);
    }

    private static Count count(GlobalPolicy.BallotRules rules, Ballot ballot, List<Vote> votes,
            GlobalPolicy.OnSilence silence, boolean last) {
        List<Region> silent = ballot.electorate().stream()
                .filter(r -> votes.stream().noneMatch(v -> v.region().equals(r))).toList();
        int silentVotes = weight(rules, silent);
        int rollback = weight(rules, regions(votes, Vote.Choice.ROLLBACK))
                + (silence == GlobalPolicy.OnSilence.ROLLBACK ? silentVotes : 0);
        int keep = weight(rules, regions(votes, Vote.Choice.KEEP))
                + (silence == GlobalPolicy.OnSilence.KEEP ? silentVotes : 0);
        int abstain = weight(rules, regions(votes, Vote.Choice.ABSTAIN));
        int total = weight(rules, ballot.electorate());
        int needed = switch (rules.quorum()) {
            case ALL -> total;
            case MAJORITY -> total / 2 + 1;
            case ANY -> 1;
        };
        Optional<LogWealth> combined = combined(rules, ballot, votes);
        String votesOf = rollback + " of " + total + " votes for rollback, " + needed + " needed";
        Optional<Region> veto = rules.veto().stream()
                .filter(r -> regions(votes, Vote.Choice.ROLLBACK).contains(r)).findFirst();
        Ballot.Result result;
        String rule;
        if (rollback >= needed) {
            result = Ballot.Result.ROLLBACK;
            rule = rules.quorum().name().toLowerCase(Locale.ROOT) + ": " + votesOf;
        } else if (veto.isPresent()) {
            result = Ballot.Result.ROLLBACK;
            rule = "veto of " + veto.get();
        } else if (combined.filter(c -> c.atLeast(bound(rules.alpha()))).isPresent()) {
            result = Ballot.Result.ROLLBACK;
            rule = "combined evidence reached 1/" + rules.alpha().toPlainString();
        } else if (keep >= needed) {
            result = Ballot.Result.KEEP;
            rule = keep + " of " + total + " votes to keep, " + needed + " needed";
        } else {
            result = last ? Ballot.Result.UNDECIDED : Ballot.Result.OPEN;
            rule = last ? "undecided at the deadline: " + votesOf : "open: " + votesOf;
        }
        return new Count(result, new Ballot.Tally(rollback, keep, abstain, silentVotes, needed, combined, rule));
    }

    /** ln(1/alpha): what log-wealth must reach to act at error probability alpha. */
    public static LogWealth bound(BigDecimal alpha) {
        return LogWealth.of(-StrictMath.log(alpha.doubleValue()));
    }

    private static List<Region> regions(List<Vote> votes, Vote.Choice choice) {
        return votes.stream().filter(v -> v.choice() == choice).map(Vote::region).toList();
    }

    private static int weight(GlobalPolicy.BallotRules rules, List<Region> regions) {
        return regions.stream().mapToInt(rules::votesOf).sum();
    }

    private static Optional<LogWealth> combined(GlobalPolicy.BallotRules rules, Ballot ballot, List<Vote> votes) {
        List<Vote> withLooks = votes.stream().filter(v -> !v.evidence().metrics().isEmpty())
                .sorted(Comparator.comparing(Vote::region)).toList();
        Optional<Vote> opener = withLooks.stream().filter(v -> ballot.opener().filter(v.region()::equals).isPresent())
                .findFirst();
        if (opener.isEmpty()) {
            return Optional.empty();
        }
        var evidences = new ArrayList<LogWealth>();
        var shares = new ArrayList<Long>();
        for (RegionEvidence.Metric metric : opener.get().evidence().metrics()) {
            List<ComponentWealth> same = withLooks.stream()
                    .flatMap(v -> v.evidence().metrics().stream().filter(m -> comparable(m, metric)))
                    .map(m -> new ComponentWealth(m.components())).toList();
            evidences.add(EvidenceCombination.rollback(same, Dependence.INDEPENDENT, rules.untrustedRegions()));
            shares.add(metric.share().movePointRight(6).longValue());
        }
        return Optional.of(EvidenceCombination.weighted(evidences, shares));
    }

    private static boolean comparable(RegionEvidence.Metric one, RegionEvidence.Metric other) {
        return one.name().equals(other.name()) && one.kind() == other.kind()
                && one.boundary().equals(other.boundary());
    }
}
