package io.althing.registry;

import io.althing.registry.evidence.ComponentWealth;
import io.althing.registry.evidence.LogWealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opening a ballot, voting in it, and settling it in the very step that decides it. */
final class BallotDecisions {
    private static final int COMPONENTS = ComponentWealth.SIZE;

    private BallotDecisions() {}

    static Outcome open(Case asked, Command.OpenBallot command) {
        Region region = command.region();
        Optional<RolloutSteps.Place> found = RolloutSteps.place(asked.state(), command.rollout(), region);
        if (found.isEmpty()) {
            return Case.noSuch("rollout", Table.key(command.rollout(), region));
        }
        if (!asked.signedBy(region, SignedStatement.conviction(asked.cluster(), command), command.signature())) {
            return Case.badSignature(region, "verdict");
        }
        String mark = Table.key(region, command.journal().journal());
        long seen = asked.state().get(Table.JOURNAL_MARKS, mark).map(JournalMark::sequence).orElse(0L);
        if (command.journal().sequence() <= seen) {
            return Case.notNow("replayed", "journal entry " + command.journal().sequence() + " of region " + region
                    + " is in the log already");
        }
        return unfit(asked, command, found.get()).orElseGet(() -> opened(asked, command, found.get()));
    }

    private static Optional<Outcome> unfit(Case asked, Command.OpenBallot command, RolloutSteps.Place place) {
        Rollout rollout = place.rollout();
        if (rollout.state() != Rollout.State.RUNNING && rollout.state() != Rollout.State.PAUSED) {
            return Optional.of(Case.notNow("not-running", "rollout " + rollout.id() + " is " + rollout.state()));
        }
        if (!place.part().serves()) {
            return Optional.of(Case.notNow("not-serving", "region " + command.region() + " does not serve version '"
                    + rollout.version() + "'"));
        }
        if (isOpen(asked.state(), rollout)) {
            return Optional.of(Case.notNow("ballot-open", "ballot " + rollout.ballot().orElseThrow()
                    + " is open already; vote in it"));
        }
        Optional<Outcome> malformed = malformed(command.evidence());
        if (malformed.isPresent()) {
            return malformed;
        }
        LogWealth bound = BallotTally.bound(place.policy().analysis().alphaRollback());
        if (!command.evidence().rollback().atLeast(bound)) {
            return Optional.of(Case.invalid("evidence.rollback", command.evidence().rollback().nanoNats(),
                    "does not reach the bound of the region's own policy, " + bound.nanoNats()));
        }
        return Optional.empty();
    }

    /** Whether the rollout's latest ballot still waits for votes. */
    static boolean isOpen(RegistryState state, Rollout rollout) {
        return rollout.ballot().flatMap(b -> state.get(Table.BALLOTS, b.value()))
                .filter(b -> b.result() == Ballot.Result.OPEN).isPresent();
    }

    private static Optional<Outcome> malformed(RegionEvidence evidence) {
        return evidence.metrics().stream().filter(m -> m.components().size() != COMPONENTS || m.share().signum() < 0)
                .findFirst().map(m -> Case.invalid("evidence.metrics." + m.name(), m.components().size(),
                        "needs " + COMPONENTS + " components and a share of 0 or more"));
    }

    private static Outcome opened(Case asked, Command.OpenBallot command, RolloutSteps.Place place) {
        Rollout rollout = place.rollout();
        Region region = command.region();
        List<Region> electorate = asked.state().all(Table.REGION_ROLLOUTS, rollout.id() + "/").stream()
                .filter(p -> p.serves() || p.phase() == RegionRollout.Phase.WAITING).map(RegionRollout::region)
                .filter(asked.presentRegions()::contains).toList();
        GlobalPolicy.BallotRules rules = Policies.global(asked.state(), rollout.epoch()).ballot();
        var opened = new Event.BallotOpened(command.ballot(), rollout.id(), Optional.of(region), electorate,
                asked.agreed() + rules.deadlineMillis(), Optional.of(command.lookCounts().digest()),
                Optional.of(command.journal()));
        var vote = new Vote(command.ballot(), region, Vote.Choice.ROLLBACK, command.evidence(), command.basis(),
                command.signature(), asked.at().time());
        var ballot = new Ballot(opened.ballot(), rollout.id(), rollout.model(), rollout.version(), opened.opener(),
                electorate, opened.deadline(), opened.lookCounts(), Ballot.Result.OPEN, Optional.empty(),
                asked.at().time(), asked.at().index());
        var events = new ArrayList<Event>();
        events.add(new Event.RegionRolledBack(rollout.id(), region, true, command.evidence().look(),
                "convicted here: " + command.basis()));
        events.add(new Event.TargetChanged(rollout.model(), region, place.part().previous(), Optional.empty(),
                "convicted here"));
        events.add(opened);
        events.add(new Event.VoteCast(rollout.id(), vote));
        events.addAll(settled(asked.state(), ballot, BallotTally.count(rules, ballot, List.of(vote)), region));
        return Case.accept(events);
    }

    static Outcome vote(Case asked, Command.CastVote command) {
        Optional<Ballot> found = asked.state().get(Table.BALLOTS, command.ballot().value());
        if (found.isEmpty()) {
            return Case.noSuch("ballot", command.ballot());
        }
        Ballot ballot = found.get();
        Region region = command.region();
        if (ballot.result() != Ballot.Result.OPEN) {
            return Case.notNow("settled", "ballot " + ballot.id() + " is settled: " + ballot.result());
        }
        if (!ballot.electorate().contains(region)) {
            return Case.notNow("no-vote", "region " + region + " has no vote in ballot " + ballot.id());
        }
        if (!asked.signedBy(region, SignedStatement.vote(asked.cluster(), command), command.signature())) {
            return Case.badSignature(region, "vote");
        }
        Optional<Outcome> malformed = malformed(command.evidence());
        if (malformed.isPresent()) {
            return malformed.get();
        }
        List<Vote> votes = votes(asked.state(), ballot.id());
        Optional<Vote> former = votes.stream().filter(v -> v.region().equals(region)).findFirst();
        if (former.filter(v -> command.evidence().look() <= v.evidence().look()).isPresent()) {
            return Case.notNow("stale-look", "region " + region + " voted at look "
                    + former.get().evidence().look() + "; only a later look replaces a vote");
        }
        var vote = new Vote(ballot.id(), region, command.choice(), command.evidence(), command.basis(),
                command.signature(), asked.at().time());
        var now = new ArrayList<>(votes.stream().filter(v -> !v.region().equals(region)).toList());
        now.add(vote);
        var events = new ArrayList<Event>(List.of(new Event.VoteCast(ballot.rollout(), vote)));
        events.addAll(settled(asked.state(), ballot, BallotTally.count(rules(asked.state(), ballot), ballot, now),
                ballot.opener().orElse(region)));
        return Case.accept(events);
    }

    static List<Event> atDeadline(Case asked, OpenBallotRef due) {
        return asked.state().get(Table.BALLOTS, due.ballot().value()).map(ballot -> settled(asked.state(), ballot,
                BallotTally.atDeadline(rules(asked.state(), ballot), ballot, votes(asked.state(), ballot.id())),
                ballot.opener().orElse(ballot.electorate().get(0)))).orElseGet(List::of);
    }

    private static GlobalPolicy.BallotRules rules(RegistryState state, Ballot ballot) {
        long epoch = state.get(Table.ROLLOUTS, ballot.rollout().value()).map(Rollout::epoch).orElse(0L);
        return Policies.global(state, epoch).ballot();
    }

    private static List<Vote> votes(RegistryState state, BallotId ballot) {
        return state.all(Table.VOTES, ballot + "/");
    }

    /** What a settled ballot brings about; nothing while it is open. */
    private static List<Event> settled(RegistryState state, Ballot ballot, BallotTally.Count count, Region opener) {
        if (count.result() == Ballot.Result.OPEN) {
            return List.of();
        }
        var events = new ArrayList<Event>();
        events.add(new Event.BallotSettled(ballot.id(), count.result(), count.tally()));
        String why = "ballot " + ballot.id() + ": " + count.tally().rule();
        Optional<Rollout> rollout = state.get(Table.ROLLOUTS, ballot.rollout().value());
        if (count.result() == Ballot.Result.ROLLBACK && rollout.isPresent()) {
            events.addAll(Rollbacks.back(state, rollout.get(), why, true).stream()
                    .filter(e -> !concerns(e, opener)).toList());
            events.add(new Event.RolloutMoved(ballot.rollout(), Rollout.State.ROLLING_BACK, why));
            events.addAll(Rollbacks.backAlready(state, rollout.get(), why));
            events.add(new Event.VersionQuarantined(ballot.model(), ballot.version(), why));
        } else if (count.result() == Ballot.Result.KEEP && rollout.isPresent()) {
            RolloutSteps.leftOver(state, rollout.get(), opener).ifPresent(events::add);
        } else if (count.result() == Ballot.Result.UNDECIDED) {
            events.add(new Event.RolloutMoved(ballot.rollout(), Rollout.State.PAUSED,
                    why + "; an operator must resume or abort it"));
        }
        return events;
    }

    /** The opener went back when it opened the ballot, which the state judged here may not show yet. */
    private static boolean concerns(Event event, Region opener) {
        return switch (event) {
            case Event.RegionRolledBack back -> back.region().equals(opener);
            case Event.TargetChanged changed -> changed.region().equals(opener);
            default -> false;
        };
    }
}
