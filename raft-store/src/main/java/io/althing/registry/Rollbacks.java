package io.althing.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The ways back, and what regions say about having gone there. */
final class Rollbacks {
    private static final String EFFECTIVE = "effective in every region; ";

    private Rollbacks() {}

    static Outcome abort(Case asked, Command.AbortRollout command) {
        return RolloutSteps.withRollout(asked, command.rollout(), rollout -> {
            if (!rollout.state().active()) {
                return Case.notNow("not-active", "rollout " + rollout.id() + " is " + rollout.state()
                        + "; a finished one is taken back with rollback");
            }
            String why = "aborted " + RolloutSteps.why(asked, command.reason());
            var events = new ArrayList<Event>();
            closeBallot(asked.state(), rollout, why).ifPresent(events::add);
            events.addAll(back(asked.state(), rollout, why, false));
            events.add(new Event.RolloutMoved(rollout.id(), Rollout.State.ABORTED, why));
            return Case.accept(events);
        });
    }

    /** Every region that serves the rollout's version returns to what it served before; the waiting ones stay put. */
    static List<Event> back(RegistryState state, Rollout rollout, String why, boolean watching) {
        var events = new ArrayList<Event>();
        for (RegionRollout part : state.all(Table.REGION_ROLLOUTS, rollout.id() + "/")) {
            if (part.phase() == RegionRollout.Phase.ROLLED_BACK) {
                continue;
            }
            boolean served = part.serves();
            events.add(
                    new Event.RegionRolledBack(rollout.id(), part.region(), watching && served, part.lastLook(), why));
            if (served) {
                events.add(new Event.TargetChanged(rollout.model(), part.region(), part.previous(), Optional.empty(),
                        why));
            }
        }
        return events;
    }

    /**
     * The end of a rollback that was decided when nothing was left to go back: whoever served the version has reported that it does no
     * more, perhaps even that its users recovered, so no report would end the rollback later.
     */
    static List<Event> backAlready(RegistryState state, Rollout rollout, String why) {
        List<RegionRollout> parts = state.all(Table.REGION_ROLLOUTS, rollout.id() + "/");
        boolean served = parts.stream().anyMatch(RegionRollout::serves);
        if (served || !confirmed(state, rollout, Optional.empty())) {
            return List.of();
        }
        var events = new ArrayList<Event>();
        events.add(new Event.RolloutMoved(rollout.id(), Rollout.State.ROLLED_BACK, EFFECTIVE + why));
        boolean watched = parts.stream().anyMatch(p -> p.recovery() == RegionRollout.Recovery.WATCHING);
        boolean reported = parts.stream().anyMatch(p -> p.recovery() != RegionRollout.Recovery.NONE);
        if (reported && !watched) {
            events.add(recovered(rollout,
                    parts.stream().noneMatch(p -> p.recovery() == RegionRollout.Recovery.NOT_RECOVERED)));
        }
        return events;
    }

    /** Whether every region of the rollout, but one perhaps, has confirmed its target. */
    private static boolean confirmed(RegistryState state, Rollout rollout, Optional<Region> but) {
        return rollout.scope().stream().filter(r -> !Optional.of(r).equals(but))
                .allMatch(r -> state.get(Table.TARGETS, Table.key(rollout.model(), r)).map(ServingTarget::confirmed)
                        .orElse(true));
    }

    private static Event recovered(Rollout rollout, boolean well) {
        return new Event.RolloutMoved(rollout.id(), well ? Rollout.State.RECOVERED : Rollout.State.ESCALATED,
                well ? "users recovered in every region" : "users did not recover everywhere; a person must look");
    }

    static Optional<Event> closeBallot(RegistryState state, Rollout rollout, String why) {
        return rollout.ballot().flatMap(b -> state.get(Table.BALLOTS, b.value()))
                .filter(b -> b.result() == Ballot.Result.OPEN)
                .map(b -> new Event.BallotSettled(b.id(), Ballot.Result.UNDECIDED,
                        new Ballot.Tally(0, 0, 0, b.electorate().size(), 0, Optional.empty(), why)));
    }

    static Outcome rollback(Case asked, Command.RollbackModel command) {
        List<ServingTarget> targets = asked.state().all(Table.TARGETS, command.model() + "/").stream()
                .filter(t -> command.regions().isEmpty() || command.regions().contains(t.region())).toList();
        if (targets.isEmpty()) {
            return Case.noSuch("served model", command.model());
        }
        if (command.reason().isBlank()) {
            return Case.invalid("reason", "", "say why; it is kept in the audit log");
        }
        Optional<Rollout> active = asked.state().get(Table.ACTIVE_ROLLOUTS, command.model().value())
                .flatMap(a -> asked.state().get(Table.ROLLOUTS, a.rollout().value()));
        String why = "rolled back: " + RolloutSteps.why(asked, command.reason());
        var events = new ArrayList<Event>();
        var moved = new ArrayList<Region>();
        var convicted = new TreeSet<VersionId>();
        for (ServingTarget target : targets) {
            Optional<VersionId> goal = goal(asked.state(), target, command.to());
            if (goal.isPresent()) {
                moved.add(target.region());
                bad(target, goal.get()).ifPresent(convicted::add);
                active.ifPresent(r -> partBack(asked.state(), r, target.region(), why).ifPresent(events::add));
                events.add(new Event.TargetChanged(command.model(), target.region(), goal, Optional.empty(), why));
            }
        }
        if (moved.isEmpty()) {
            return command.to().map(to -> Case.invalid("to", to,
                    "no region served this version before; a rollback goes to a version that was served"))
                    .orElseGet(() -> Case.notNow("nothing-to-go-back-to",
                            "no region has a canary to withdraw or an earlier version, never convicted, to return to"));
        }
        events.add(0, new Event.ModelRolledBack(command.model(), moved, command.reason()));
        active.ifPresent(r -> {
            events.addAll(elsewhere(asked.state(), r, moved, why));
            closeBallot(asked.state(), r, why).ifPresent(events::add);
            events.add(new Event.RolloutMoved(r.id(), Rollout.State.ROLLING_BACK, why));
        });
        convicted.forEach(v -> events.add(new Event.VersionQuarantined(command.model(), v, why)));
        return Case.accept(events);
    }

    /** A rollout taken back somewhere ends: regions not named lose its canary too, and those it did not reach stay put. */
    private static List<Event> elsewhere(RegistryState state, Rollout rollout, List<Region> moved, String why) {
        var events = new ArrayList<Event>();
        for (RegionRollout part : state.all(Table.REGION_ROLLOUTS, rollout.id() + "/")) {
            boolean canary = part.phase() == RegionRollout.Phase.CANARY;
            if (!moved.contains(part.region()) && (canary || part.phase() == RegionRollout.Phase.WAITING)) {
                events.add(new Event.RegionRolledBack(rollout.id(), part.region(), canary, part.lastLook(), why));
                if (canary) {
                    events.add(new Event.TargetChanged(rollout.model(), part.region(), part.previous(),
                            Optional.empty(), why));
                }
            }
        }
        return events;
    }

    private static Optional<Event> partBack(RegistryState state, Rollout rollout, Region region, String why) {
        return state.get(Table.REGION_ROLLOUTS, Table.key(rollout.id(), region))
                .filter(part -> part.phase() != RegionRollout.Phase.ROLLED_BACK)
                .map(part -> new Event.RegionRolledBack(rollout.id(), region, part.serves(), part.lastLook(), why));
    }

    private static Optional<VersionId> bad(ServingTarget target, VersionId goal) {
        return target.canary().map(ServingTarget.CanaryShare::version)
                .or(() -> target.stable().filter(s -> !s.equals(goal)));
    }

    /** Where a region goes: the version asked for if it served it, else without a canary the newest one never convicted. */
    private static Optional<VersionId> goal(RegistryState state, ServingTarget target, Optional<VersionId> asked) {
        List<Served> before = state.all(Table.SERVED, Table.key(target.model(), target.region()) + "/");
        if (asked.isPresent()) {
            return asked.filter(v -> before.stream().anyMatch(s -> s.version().equals(v)));
        }
        if (target.canary().isPresent()) {
            return target.stable();
        }
        return before.stream().filter(s -> target.stable().filter(s.version()::equals).isEmpty())
                .filter(s -> state.get(Table.VERSIONS, Table.key(s.model(), s.version()))
                        .filter(v -> v.quarantine().isEmpty()).isPresent())
                .max(Comparator.comparingLong(Served::lastIndex)).map(Served::version);
    }

    static Outcome effective(Case asked, Command.ReportEffective command) {
        String key = Table.key(command.model(), command.region());
        Optional<ServingTarget> found = asked.state().get(Table.TARGETS, key);
        if (found.isEmpty()) {
            return Case.noSuch("target", key);
        }
        ServingTarget target = found.get();
        ServingTarget.Effective report = command.effective();
        if (report.index() > target.index()) {
            return Case.invalid("effective.index", report.index(), "the target is at index " + target.index());
        }
        if (target.effective().filter(e -> e.index() >= report.index()).isPresent()) {
            return Case.notNow("reported", "index " + report.index() + " or a later one was reported before");
        }
        var events = new ArrayList<Event>();
        events.add(new Event.RegionEffective(command.model(), command.region(), report));
        rolledBack(asked.state(), target, report).ifPresent(events::add);
        return Case.accept(events);
    }

    /** A rollback that every region has confirmed is done. */
    private static Optional<Event> rolledBack(RegistryState state, ServingTarget target,
            ServingTarget.Effective report) {
        Optional<Rollout> going = state.get(Table.ACTIVE_ROLLOUTS, target.model().value())
                .flatMap(a -> state.get(Table.ROLLOUTS, a.rollout().value()))
                .filter(r -> r.state() == Rollout.State.ROLLING_BACK);
        if (going.isEmpty() || report.index() < target.index()) {
            return Optional.empty();
        }
        return confirmed(state, going.get(), Optional.of(target.region()))
                ? Optional.of(new Event.RolloutMoved(going.get().id(), Rollout.State.ROLLED_BACK,
                        EFFECTIVE + going.get().why()))
                : Optional.empty();
    }

    static Outcome recovery(Case asked, Command.ReportRecovery command) {
        Optional<RolloutSteps.Place> found = RolloutSteps.place(asked.state(), command.rollout(), command.region());
        if (found.isEmpty()) {
            return Case.noSuch("rollout", Table.key(command.rollout(), command.region()));
        }
        if (found.get().part().recovery() != RegionRollout.Recovery.WATCHING) {
            return Case.notNow("not-watching", "region " + command.region() + " is not watching for recovery");
        }
        Rollout rollout = found.get().rollout();
        var events = new ArrayList<Event>();
        events.add(new Event.RegionRecovery(rollout.id(), command.region(), command.recovered(), command.basis()));
        List<RegionRollout> others = asked.state().all(Table.REGION_ROLLOUTS, rollout.id() + "/").stream()
                .filter(p -> !p.region().equals(command.region())).toList();
        boolean last = others.stream().noneMatch(p -> p.recovery() == RegionRollout.Recovery.WATCHING);
        boolean well = command.recovered()
                && others.stream().noneMatch(p -> p.recovery() == RegionRollout.Recovery.NOT_RECOVERED);
        if (last && (rollout.state() == Rollout.State.ROLLED_BACK || rollout.state() == Rollout.State.ROLLING_BACK)) {
            events.add(recovered(rollout, well));
        }
        return Case.accept(events);
    }
}
