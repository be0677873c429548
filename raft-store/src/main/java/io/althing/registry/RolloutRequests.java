package io.althing.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asking for a rollout and saying yes to it. */
final class RolloutRequests {
    private RolloutRequests() {}

    static Outcome request(Case asked, Command.RequestRollout command) {
        String key = Table.key(command.model(), command.version());
        Optional<ModelVersion> found = asked.state().get(Table.VERSIONS, key);
        if (found.isEmpty()) {
            return Case.noSuch("version", key);
        }
        List<Region> present = asked.presentRegions();
        Optional<Region> unknown = command.regions().stream().filter(r -> !present.contains(r)).findFirst();
        if (unknown.isPresent()) {
            return Case.invalid("regions", unknown.get(), "no such region, or it is marked absent");
        }
        List<Region> scope = command.regions().isEmpty()
                ? present
                : command.regions().stream().sorted().distinct().toList();
        List<ServingTarget> served = scope.stream()
                .flatMap(r -> asked.state().get(Table.TARGETS, Table.key(command.model(), r)).stream())
                .filter(t -> t.stable().isPresent()).toList();
        Rollout.Kind kind = served.isEmpty() ? Rollout.Kind.INITIAL : Rollout.Kind.CANARY;
        return refusal(asked, command, found.get(), kind)
                .or(() -> alreadyServed(command, scope, served))
                .or(() -> incompatible(asked, found.get(), served))
                .orElseGet(() -> accepted(asked, command, new Plan(found.get(), scope, kind)));
    }

    private static Optional<Outcome> refusal(Case asked, Command.RequestRollout command, ModelVersion version,
            Rollout.Kind kind) {
        Optional<ActiveRollout> active = asked.state().get(Table.ACTIVE_ROLLOUTS, command.model().value());
        if (active.isPresent()) {
            return Optional.of(Case.notNow("rollout-in-flight", "rollout " + active.get().rollout() + " of model '"
                    + command.model() + "' has not ended; abort it or wait"));
        }
        if (asked.state().get(Table.ROLLOUTS, command.rollout().value()).isPresent()) {
            return Optional.of(Case.refuse(new Rejection.AlreadyExists("rollout", command.rollout().value(),
                    "a rollout has this id already")));
        }
        if (!version.ready()) {
            return Optional.of(Case.notNow("not-ready", "version '" + version.version() + "' is verified in "
                    + version.verifiedIn() + " only; it is ready once regions forming a majority hold its artifacts"));
        }
        if (version.quarantine().isPresent() && command.reason().isBlank()) {
            return Optional.of(Case.notNow("quarantined", "version '" + version.version() + "' is quarantined ("
                    + version.quarantine().get() + "); give a reason to roll it out again"));
        }
        PolicyState policies = asked.policyState();
        if (policies.inForce() == 0 && kind == Rollout.Kind.CANARY) {
            return Optional.of(Case.notNow("no-policy",
                    "no policy epoch is in force yet; propose a policy file for every region and a global one"));
        }
        int running = asked.state().range(Table.ACTIVE_ROLLOUTS, "", Optional.empty(), 1000).size();
        int most = Policies.global(asked.state(), policies.inForce()).maxConcurrentRollouts();
        if (running >= most) {
            return Optional.of(Case.notNow("too-many-rollouts",
                    running + " rollouts are in flight and global.yaml allows " + most));
        }
        return Optional.empty();
    }

    private static Optional<Outcome> alreadyServed(Command.RequestRollout command, List<Region> scope,
            List<ServingTarget> served) {
        boolean everywhere = served.size() == scope.size()
                && served.stream().allMatch(t -> t.stable().filter(command.version()::equals).isPresent());
        return everywhere
                ? Optional.of(Case.notNow("already-serving",
                        "version '" + command.version() + "' is the stable one in " + scope + " already"))
                : Optional.empty();
    }

    private static Optional<Outcome> incompatible(Case asked, ModelVersion version, List<ServingTarget> served) {
        for (ServingTarget target : served) {
            String key = Table.key(target.model(), target.stable().orElseThrow());
            Optional<ModelVersion> stable = asked.state().get(Table.VERSIONS, key);
            if (stable.filter(s -> !s.ioSchema().equals(version.ioSchema())).isPresent()) {
                return Optional.of(Case.invalid("ioSchema", version.version(), "differs from that of '"
                        + stable.get().version() + "', which " + target.region()
                        + " serves: their inputs and outputs must be the same for traffic to be split"));
            }
        }
        return Optional.empty();
    }

    /** What is to be rolled out, where and how. */
    private record Plan(ModelVersion version, List<Region> scope, Rollout.Kind kind) {}

    private static Outcome accepted(Case asked, Command.RequestRollout command, Plan plan) {
        long epoch = asked.policyState().inForce();
        int approvals = approvalsNeeded(asked.state(), epoch, plan.scope());
        Rollout.State first = approvals > 0 ? Rollout.State.AWAITING_APPROVAL : Rollout.State.RUNNING;
        List<Event> events = unwatched(asked.state(), command);
        events.add(new Event.RolloutRequested(command.rollout(), command.model(), command.version(),
                plan.version().artifacts().stream().map(Artifact::digest).toList(), plan.kind(), epoch, plan.scope(),
                first, command.rollout().value(), asked.actor().id(), command.reason()));
        return Case.accept(events);
    }

    /** A new rollout ends the watch over the users of the one before: nobody would see any more whether they recovered. */
    private static List<Event> unwatched(RegistryState state, Command.RequestRollout next) {
        var events = new ArrayList<Event>();
        state.get(Table.LATEST_ROLLOUTS, next.model().value())
                .flatMap(latest -> state.get(Table.ROLLOUTS, latest.rollout().value()))
                .filter(former -> former.state() == Rollout.State.ROLLED_BACK).ifPresent(former -> {
                    String why = "rollout " + next.rollout() + " began before recovery was reported";
                    List<RegionRollout> watching = state.all(Table.REGION_ROLLOUTS, former.id() + "/").stream()
                            .filter(p -> p.recovery() == RegionRollout.Recovery.WATCHING).toList();
                    watching.forEach(
                            p -> events.add(new Event.RegionRecovery(former.id(), p.region(), false, why)));
                    if (!watching.isEmpty()) {
                        events.add(new Event.RolloutMoved(former.id(), Rollout.State.ESCALATED, why));
                    }
                });
        return events;
    }

    /** The greatest number of approvals any region of the scope asks for. */
    static int approvalsNeeded(RegistryState state, long epoch, List<Region> scope) {
        return scope.stream().mapToInt(r -> Policies.region(state, epoch, r).gates().approvals()).max().orElse(0);
    }

    static Outcome approve(Case asked, Command.ApproveRollout command) {
        Optional<Rollout> found = asked.state().get(Table.ROLLOUTS, command.rollout().value());
        if (found.isEmpty()) {
            return Case.noSuch("rollout", command.rollout());
        }
        Rollout rollout = found.get();
        Optional<Outcome> stale = asked.staleOrBlind("rollout", rollout.id(), rollout.revision());
        if (stale.isPresent()) {
            return stale.get();
        }
        if (rollout.state() != Rollout.State.AWAITING_APPROVAL) {
            return Case.notNow("not-awaiting-approval", "rollout " + rollout.id() + " is " + rollout.state());
        }
        String who = asked.actor().id();
        if (who.equals(rollout.requestedBy())) {
            return Case.refuse(new Rejection.NotPermitted(who, "ApproveRollout",
                    "whoever requests a rollout cannot approve it; ask another approver"));
        }
        if (rollout.approvals().stream().anyMatch(a -> a.by().equals(who))) {
            return Case.notNow("approved-before", "'" + who + "' has approved it already; another person must");
        }
        var approval = new Rollout.Approval(who, command.meaning(), command.comment(), asked.at().time());
        var events = new ArrayList<Event>(List.of(new Event.RolloutApproved(rollout.id(), approval)));
        int needed = approvalsNeeded(asked.state(), rollout.epoch(), rollout.scope());
        if (rollout.approvals().size() + 1 >= needed) {
            events.add(new Event.RolloutMoved(rollout.id(), Rollout.State.RUNNING, "approved by " + who));
        }
        return Case.accept(events);
    }
}
