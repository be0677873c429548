package io.althing.chaos.sim.promise;

import io.althing.registry.Ballot;
import io.althing.registry.BallotId;
import io.althing.registry.Command;
import io.althing.registry.Event;
import io.althing.registry.GlobalPolicy;
import io.althing.registry.JournalRef;
import io.althing.registry.Region;
import io.althing.registry.Rollout;
import io.althing.registry.Vote;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Ballots are counted right: each region of the electorate once, by its latest look, in time, and what is decided is done. */
final class BallotCheck {
    private static final String COUNT = "a-ballot-is-counted-right";

    private final Breaches breaches;
    private final PolicyCheck policies;
    private final RolloutCheck rollouts;
    private final TimeCheck time;
    private final Map<BallotId, Account> ballots = new LinkedHashMap<>();
    private final Map<String, Long> journals = new HashMap<>();
    private final Set<String> quarantined = new HashSet<>();

    /** What is remembered of one ballot. */
    private static final class Account {
        private final Event.BallotOpened opened;
        private final Map<Region, Vote> votes = new TreeMap<>();
        private Ballot.Result result = Ballot.Result.OPEN;

        Account(Event.BallotOpened opened) {
            this.opened = opened;
        }
    }

    BallotCheck(Breaches breaches, PolicyCheck policies, RolloutCheck rollouts, TimeCheck time) {
        this.breaches = breaches;
        this.policies = policies;
        this.rollouts = rollouts;
        this.time = time;
    }

    void on(Happened happened) {
        for (Event event : happened.events()) {
            switch (event) {
                case Event.BallotOpened e -> opened(happened, e);
                case Event.VoteCast e -> cast(happened, e.vote());
                case Event.BallotSettled e -> settled(happened, e);
                case Event.VersionQuarantined e -> quarantined.add(e.model() + "/" + e.version());
                default -> {
                }
            }
        }
        if (!happened.events().isEmpty()) {
            ballots.values().stream().filter(b -> b.result == Ballot.Result.OPEN).forEach(b -> overdue(happened, b));
        }
    }

    private void opened(Happened happened, Event.BallotOpened e) {
        breaches.unless(ballots.put(e.ballot(), new Account(e)) == null, COUNT, happened + " opened it again");
        e.journal().ifPresent(ref -> journal(happened, e, ref));
    }

    private void journal(Happened happened, Event.BallotOpened e, JournalRef ref) {
        String journal = e.opener() + "/" + ref.journal();
        Long before = journals.put(journal, ref.sequence());
        breaches.unless(before == null || before < ref.sequence(), "a-local-act-is-in-the-log-once",
                happened + ": entry " + ref.sequence() + " of " + journal + " came after " + before);
    }

    private void cast(Happened happened, Vote vote) {
        Account ballot = ballots.get(vote.ballot());
        if (ballot == null || ballot.result != Ballot.Result.OPEN) {
            breaches.report(COUNT, happened + " votes in a ballot that is not open");
            return;
        }
        breaches.unless(ballot.opened.electorate().contains(vote.region()), COUNT,
                happened + ": " + vote.region() + " is not in the electorate");
        Vote former = ballot.votes.put(vote.region(), vote);
        breaches.unless(former == null || former.evidence().look() < vote.evidence().look(), COUNT,
                happened + ": a vote of look " + vote.evidence().look() + " replaced a later one");
        boolean inTime = happened.command() instanceof Command.OpenBallot
                || time.agreed() < ballot.opened.deadline();
        breaches.unless(inTime, COUNT, happened + " came after the deadline");
    }

    private GlobalPolicy.BallotRules rules(Account ballot) {
        return rollouts.find(ballot.opened.rollout()).flatMap(r -> policies.global(r.request.epoch()))
                .map(GlobalPolicy::ballot).orElseThrow();
    }

    private int weight(Account ballot, Optional<Vote.Choice> choice) {
        GlobalPolicy.BallotRules rules = rules(ballot);
        return ballot.opened.electorate().stream()
                .filter(r -> choice.map(c -> ballot.votes.containsKey(r) && ballot.votes.get(r).choice() == c)
                        .orElse(true))
                .mapToInt(rules::votesOf).sum();
    }

    private int needed(Account ballot) {
        int total = weight(ballot, Optional.empty());
        return switch (rules(ballot).quorum()) {
            case ALL -> total;
            case MAJORITY -> (total + 2) / 2;
            case ANY -> 1;
        };
    }

    private boolean vetoed(Account ballot) {
        return rules(ballot).veto().stream().anyMatch(
                r -> ballot.votes.containsKey(r) && ballot.votes.get(r).choice() == Vote.Choice.ROLLBACK);
    }

    private void settled(Happened happened, Event.BallotSettled e) {
        Account ballot = ballots.get(e.ballot());
        if (ballot == null || ballot.result != Ballot.Result.OPEN) {
            breaches.report(COUNT, happened + " settles a ballot that is not open");
            return;
        }
        ballot.result = e.result();
        boolean closed = happened.command() instanceof Command.AbortRollout
                || happened.command() instanceof Command.RollbackModel;
        if (closed) {
            breaches.unless(e.result() == Ballot.Result.UNDECIDED, COUNT, happened + " closed it as " + e.result());
            return;
        }
        int silent = weight(ballot, Optional.empty()) - ballot.votes.keySet().stream()
                .mapToInt(rules(ballot)::votesOf).sum();
        boolean last = happened.command() instanceof Command.Tick;
        GlobalPolicy.OnSilence silence = last ? rules(ballot).onSilence() : GlobalPolicy.OnSilence.ABSTAIN;
        int rollback = weight(ballot, Optional.of(Vote.Choice.ROLLBACK))
                + (silence == GlobalPolicy.OnSilence.ROLLBACK ? silent : 0);
        int keep = weight(ballot, Optional.of(Vote.Choice.KEEP))
                + (silence == GlobalPolicy.OnSilence.KEEP ? silent : 0);
        breaches.unless(e.tally().rollback() == rollback && e.tally().keep() == keep
                && e.tally().needed() == needed(ballot), COUNT,
                happened + ": the tally is " + e.tally() + ", the papers say " + rollback + " for rollback, " + keep
                        + " to keep, " + needed(ballot) + " needed");
        boolean back = rollback >= needed(ballot) || vetoed(ballot);
        boolean evidence = e.tally().combined().isPresent() && e.tally().rule().startsWith("combined");
        boolean right = switch (e.result()) {
            case ROLLBACK -> back || evidence;
            case KEEP -> !back && keep >= needed(ballot);
            case UNDECIDED -> last && !back && keep < needed(ballot);
            case OPEN -> false;
        };
        breaches.unless(right, COUNT, happened + ": " + e.result() + " by " + e.tally());
        if (e.result() == Ballot.Result.ROLLBACK) {
            done(happened, ballot);
        }
    }

    /** A decided rollback takes everything back in the same entry. */
    private void done(Happened happened, Account ballot) {
        rollouts.find(ballot.opened.rollout()).ifPresent(rollout -> {
            breaches.unless(
                    happened.events().stream().anyMatch(e -> e instanceof Event.RolloutMoved moved
                            && moved.state() == Rollout.State.ROLLING_BACK),
                    "what-is-decided-is-done", happened + " decided to go back, and the rollout goes on");
            breaches.unless(
                    happened.events().stream().anyMatch(Event.VersionQuarantined.class::isInstance),
                    "what-is-decided-is-done", happened + " convicted a version that is not quarantined");
            rollout.parts.forEach((region, part) -> breaches.unless(
                    !part.open() || happened.events().stream().anyMatch(e -> e instanceof Event.RegionRolledBack back
                            && back.region().equals(region)),
                    "what-is-decided-is-done", happened + " left " + region + " in the rollout"));
        });
    }

    private void overdue(Happened happened, Account ballot) {
        boolean due = time.agreed() >= ballot.opened.deadline();
        boolean decided = weight(ballot, Optional.of(Vote.Choice.ROLLBACK)) >= needed(ballot) || vetoed(ballot)
                || weight(ballot, Optional.of(Vote.Choice.KEEP)) >= needed(ballot);
        breaches.unless(!due && !decided, COUNT,
                "after " + happened + " ballot " + ballot.opened.ballot() + " is still open");
    }
}
