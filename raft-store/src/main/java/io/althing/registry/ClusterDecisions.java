package io.althing.registry;

import java.util.ArrayList;
import java.util.Optional;

/** Forming the cluster, who belongs to it, and the passing of time. */
final class ClusterDecisions {
    /** The longest time one tick may add, milliseconds: twice the interval at which the leader ticks. */
    static final long LONGEST_TICK_MILLIS = 500;

    private ClusterDecisions() {}

    static Outcome form(Case asked, Command.FormCluster command) {
        Optional<Genesis> present = asked.state().get(Table.GENESIS, Table.ONLY);
        if (present.isPresent()) {
            return Case.refuse(new Rejection.AlreadyExists("cluster", present.get().clusterId(),
                    "the cluster is formed already; its genesis cannot change"));
        }
        return Case.accept(new Event.ClusterFormed(command.genesis()));
    }

    static Outcome membership(Case asked, Command.RecordMembership command) {
        boolean known = asked.state().get(Table.REGIONS, command.region().value()).isPresent();
        if (!known) {
            return Case.noSuch("region", command.region());
        }
        return Case.accept(new Event.MembershipChanged(command.node(), command.region(), command.peer(),
                command.change(), command.reason()));
    }

    static Outcome raise(Case asked, Command.RaiseFeatureLevel command) {
        int agreed = FeatureLevel.agreed(asked.state());
        return command.to() == agreed + 1
                ? Case.accept(new Event.FeatureLevelRaised(command.to()))
                : Case.notNow(FeatureLevel.RULE, "the cluster is at feature level " + agreed
                        + " and rises by one at a time, not to " + command.to());
    }

    static Outcome tick(Case asked, Command.Tick command) {
        if (command.elapsedMillis() < 0) {
            return Case.invalid("elapsedMillis", command.elapsedMillis(), "time does not run backwards");
        }
        long agreed = asked.agreed() + Math.min(command.elapsedMillis(), LONGEST_TICK_MILLIS);
        var events = new ArrayList<Event>();
        events.add(new Event.TimePassed(agreed));
        for (OpenBallotRef due : asked.state().all(Table.OPEN_BALLOTS, "")) {
            if (due.deadline() <= agreed) {
                events.addAll(BallotDecisions.atDeadline(asked, due));
            }
        }
        events.addAll(PolicyDecisions.atDeadline(asked, agreed));
        return Case.accept(events);
    }
}
