package io.althing.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The way forward: each step is a command that may be refused. */
final class RolloutSteps {
    private RolloutSteps() {}

    /** A rollout and its part in one region. */
    record Place(Rollout rollout, RegionRollout part, RegionPolicy policy) {}

    static Optional<Place> place(RegistryState state, RolloutId id, Region region) {
        return state.get(Table.ROLLOUTS, id.value())
                .flatMap(rollout -> state.get(Table.REGION_ROLLOUTS, Table.key(id, region)).map(
                        part -> new Place(rollout, part, Policies.region(state, rollout.epoch(), region))));
    }

    static Outcome advance(Case asked, Command.AdvanceRegion command) {
        Optional<Place> found = place(asked.state(), command.rollout(), command.region());
        if (found.isEmpty()) {
            return Case.noSuch("rollout", Table.key(command.rollout(), command.region()));
        }
        Place place = found.get();
        Optional<Forward.Wait> wait = Forward.next(asked.state(), place, asked.agreed());
        if (wait.isPresent()) {
            return Case.notNow(wait.get().rule(), wait.get().detail());
        }
        int next = Forward.nextStep(place);
        if (command.step() != next) {
            return Case.invalid("step", command.step(), "the next step of " + command.region() + " is " + next);
        }
        return Case.accept(forward(asked, place, next));
    }

    private static List<Event> forward(Case asked, Place place, int step) {
        Rollout rollout = place.rollout();
        Region region = place.part().region();
        int weight = Policies.weightAt(place.policy(), step);
        boolean promoted = weight == PolicyRules.FULL;
        var events = new ArrayList<Event>();
        events.add(new Event.RegionAdvanced(rollout.id(), region, step, weight, asked.agreed(), promoted));
        var share = new ServingTarget.CanaryShare(rollout.id(), rollout.version(), weight, rollout.salt());
        events.add(promoted
                ? new Event.TargetChanged(rollout.model(), region, Optional.of(rollout.version()), Optional.empty(),
                        "promoted")
                : new Event.TargetChanged(rollout.model(), region, place.part().previous(), Optional.of(share),
                        "step " + step + ": " + PolicyRules.percent(weight)));
        if (promoted) {
            finished(asked.state(), rollout, region).ifPresent(events::add);
        }
        return events;
    }

    /** The end of the rollout, if this region was the last to be promoted. */
    private static Optional<Event> finished(RegistryState state, Rollout rollout, Region promoted) {
        List<RegionRollout> others = state.all(Table.REGION_ROLLOUTS, rollout.id() + "/").stream()
                .filter(r -> !r.region().equals(promoted)).toList();
        boolean open = others.stream().anyMatch(
                r -> r.phase() == RegionRollout.Phase.WAITING || r.phase() == RegionRollout.Phase.CANARY);
        if (open) {
            return Optional.empty();
        }
        boolean all = others.stream().allMatch(r -> r.phase() == RegionRollout.Phase.PROMOTED);
        return Optional.of(new Event.RolloutMoved(rollout.id(),
                all ? Rollout.State.SUCCEEDED : Rollout.State.SUCCEEDED_PARTLY,
                all ? "promoted in every region" : "promoted except where it was rolled back"));
    }

    /** The end of a rollout that one region left while no other has anything left to do. */
    static Optional<Event> leftOver(RegistryState state, Rollout rollout, Region back) {
        List<RegionRollout> others = state.all(Table.REGION_ROLLOUTS, rollout.id() + "/").stream()
                .filter(r -> !r.region().equals(back)).toList();
        boolean open = others.stream().anyMatch(
                r -> r.phase() == RegionRollout.Phase.WAITING || r.phase() == RegionRollout.Phase.CANARY);
        return open
                ? Optional.empty()
                : Optional.of(new Event.RolloutMoved(rollout.id(), Rollout.State.SUCCEEDED_PARTLY,
                        "promoted except where it was rolled back"));
    }

    static Outcome passed(Case asked, Command.ReportStepPassed command) {
        Optional<Place> found = place(asked.state(), command.rollout(), command.region());
        if (found.isEmpty()) {
            return Case.noSuch("rollout", Table.key(command.rollout(), command.region()));
        }
        RegionRollout part = found.get().part();
        if (part.phase() != RegionRollout.Phase.CANARY || part.step() != command.step()) {
            return Case.notNow("not-at-step", "region " + command.region() + " is " + part.phase() + " at step "
                    + part.step() + ", not in canary at step " + command.step());
        }
        if (command.evidence().look() <= part.lastLook()) {
            return Case.notNow("stale-look", "look " + command.evidence().look() + " is not later than look "
                    + part.lastLook() + ", which was reported before");
        }
        if (!asked.signedBy(command.region(), SignedStatement.stepPassed(asked.cluster(), command),
                command.signature())) {
            return Case.badSignature(command.region(), "report");
        }
        return Case.accept(new Event.StepPassed(command.rollout(), command.region(), command.step(),
                command.evidence(), command.promotable(), command.signature()));
    }

    static Outcome pause(Case asked, Command.PauseRollout command) {
        return withRollout(asked, command.rollout(), rollout -> {
            if (rollout.state() != Rollout.State.RUNNING) {
                return Case.notNow("not-running", "rollout " + rollout.id() + " is " + rollout.state());
            }
            return asked.stale("rollout", rollout.id(), rollout.revision()).orElseGet(() -> Case
                    .accept(new Event.RolloutMoved(rollout.id(), Rollout.State.PAUSED, why(asked, command.reason()))));
        });
    }

    static Outcome resume(Case asked, Command.ResumeRollout command) {
        return withRollout(asked, command.rollout(), rollout -> {
            if (rollout.state() != Rollout.State.PAUSED) {
                return Case.notNow("not-paused", "rollout " + rollout.id() + " is " + rollout.state());
            }
            return asked.staleOrBlind("rollout", rollout.id(), rollout.revision())
                    .orElseGet(() -> resumed(asked, rollout, why(asked, command.reason())));
        });
    }

    private static Outcome resumed(Case asked, Rollout rollout, String why) {
        var events = new ArrayList<Event>();
        events.add(new Event.RolloutMoved(rollout.id(), Rollout.State.RUNNING, why));
        if (BallotDecisions.isOpen(asked.state(), rollout)) {
            return Case.accept(events);
        }
        asked.state().all(Table.REGION_ROLLOUTS, rollout.id() + "/").stream()
                .filter(p -> p.phase() == RegionRollout.Phase.ROLLED_BACK).findFirst()
                .flatMap(back -> leftOver(asked.state(), rollout, back.region())).ifPresent(events::add);
        return Case.accept(events);
    }

    static Outcome promote(Case asked, Command.PromoteRollout command) {
        return withRollout(asked, command.rollout(), rollout -> {
            Optional<Outcome> stale = asked.staleOrBlind("rollout", rollout.id(), rollout.revision());
            if (stale.isPresent()) {
                return stale.get();
            }
            List<Event> lifted = asked.state().all(Table.REGION_ROLLOUTS, rollout.id() + "/").stream()
                    .filter(part -> part.phase() == RegionRollout.Phase.CANARY && part.lifted() < part.step())
                    .filter(part -> Policies.waitsForPerson(
                            Policies.region(asked.state(), rollout.epoch(), part.region()), part.step()))
                    .<Event>map(part -> new Event.PauseLifted(rollout.id(), part.region(), part.step(),
                            why(asked, command.reason())))
                    .toList();
            return lifted.isEmpty()
                    ? Case.notNow("nothing-to-pass", "no region of rollout " + rollout.id() + " waits for a person")
                    : Case.accept(lifted);
        });
    }

    static Outcome withRollout(Case asked, RolloutId id, Function<Rollout, Outcome> then) {
        return asked.state().get(Table.ROLLOUTS, id.value()).map(then).orElseGet(() -> Case.noSuch("rollout", id));
    }

    static String why(Case asked, String reason) {
        return reason.isBlank() ? "by " + asked.actor().id() : reason + " (by " + asked.actor().id() + ")";
    }
}
