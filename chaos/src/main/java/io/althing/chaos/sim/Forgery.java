package io.althing.chaos.sim;

import io.althing.chaos.sim.part.SimPeople;
import io.althing.chaos.sim.part.SimPeople.Wish;
import io.althing.chaos.sim.time.Dice;
import io.althing.registry.Actor;
import io.althing.registry.Alias;
import io.althing.registry.AliasName;
import io.althing.registry.Command;
import io.althing.registry.OpenBallotRef;
import io.althing.registry.Region;
import io.althing.registry.RegionEvidence;
import io.althing.registry.RegionRollout;
import io.althing.registry.ServingTarget;
import io.althing.registry.Signature;
import io.althing.registry.Table;
import io.althing.registry.Vote;
import io.althing.registry.evidence.LogWealth;
import java.util.List;
import java.util.Optional;

/** Requests nobody should get away with: forged votes and reports, another region's business, revisions that are not the present ones. */
final class Forgery {
    private static final Signature FORGED = new Signature("Zm9yZ2Vk");

    private final SimArena.Cluster cluster;
    private final Dice dice;

    Forgery(SimArena.Cluster cluster, Dice dice) {
        this.cluster = cluster;
        this.dice = dice;
    }

    private <T> List<T> all(Table<T> table) {
        return cluster.read(s -> s.all(table, "")).orElse(List.of());
    }

    private static Actor agent(Region region) {
        return new Actor("agent-" + region, Actor.Kind.AGENT, Optional.of(region), List.of(Actor.Role.AGENT), "token",
                Optional.empty());
    }

    /** Somebody who stole the region's token, but not its key, votes and reports in its name. */
    void vote(int number) {
        Region region = Library.REGIONS.get(number);
        for (OpenBallotRef open : all(Table.OPEN_BALLOTS)) {
            cluster.people().ask(Wish.of(agent(region), new Command.CastVote(open.ballot(), region,
                    dice.pick(List.of(Vote.Choice.values())), evidence(1_000_000), "forged", FORGED)));
        }
        all(Table.REGION_ROLLOUTS).stream()
                .filter(p -> p.region().equals(region) && p.phase() == RegionRollout.Phase.CANARY)
                .forEach(p -> cluster.people().ask(Wish.of(agent(region), new Command.ReportStepPassed(p.rollout(),
                        region, p.step(), evidence(p.lastLook() + 1), true, FORGED))));
    }

    private static RegionEvidence evidence(long look) {
        return new RegionEvidence(look, LogWealth.ONE, LogWealth.ONE, List.of());
    }

    /** One region's agent says that another's target is in force. */
    void impersonate(int number, int other) {
        Region region = Library.REGIONS.get(number);
        Region victim = Library.REGIONS.get(other);
        if (region.equals(victim)) {
            return;
        }
        all(Table.TARGETS).stream().filter(t -> t.region().equals(victim)).forEach(t -> cluster.people()
                .ask(Wish.of(agent(region), new Command.ReportEffective(SimPeople.MODEL, victim,
                        new ServingTarget.Effective(t.index(), t.stable(), Optional.empty(), 0,
                                io.althing.chaos.sim.time.SimClock.BEGINNING)))));
    }

    /** Moves the alias, having seen its present revision or the one before. */
    void alias(Step.Alias step) {
        var name = new AliasName("live");
        long revision = cluster.read(s -> s.get(Table.ALIASES, Table.key(SimPeople.MODEL, name)))
                .flatMap(a -> a).map(Alias::revision).orElse(0L);
        cluster.people().ask(new Wish(SimPeople.OLGA, Optional.of(step.stale() ? Math.max(0, revision - 1) : revision),
                new Command.MoveAlias(SimPeople.MODEL, name, Acts.name(step.version())), receipt -> {}));
    }
}
