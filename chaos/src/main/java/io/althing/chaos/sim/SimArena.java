package io.althing.chaos.sim;

import io.althing.chaos.sim.log.LogParts;
import io.althing.chaos.sim.log.SimLog;
import io.althing.chaos.sim.part.Quality;
import io.althing.chaos.sim.part.SimAgent;
import io.althing.chaos.sim.part.SimNode;
import io.althing.chaos.sim.part.SimPeople;
import io.althing.chaos.sim.promise.Breach;
import io.althing.chaos.sim.promise.Promises;
import io.althing.chaos.sim.time.Agenda;
import io.althing.chaos.sim.time.Dice;
import io.althing.chaos.sim.time.SimClock;
import io.althing.chaos.sim.time.SimNetwork;
import io.althing.codec.Codecs;
import io.althing.registry.Region;
import io.althing.registry.RegistryState;
import io.althing.registry.VersionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * One life of a cluster: it is formed and brought into service, then the steps befall it, then everything is mended and must settle. After
 * every event the promises are looked at; the first that is broken ends the life. One thread, nothing but the seed decides.
 */
public final class SimArena {
    /** What versions v0, v1, … are truly like: v3 is worthless, v4 a little worse, the others are good. */
    static final Map<VersionId, Quality> QUALITIES = Map.of(new VersionId("v0"), new Quality(0.004, 0.95),
            new VersionId("v1"), new Quality(0.004, 0.95), new VersionId("v2"), new Quality(0.003, 0.97),
            new VersionId("v3"), new Quality(0.05, 0.6), new VersionId("v4"), new Quality(0.02, 0.9));

    private final Agenda agenda = new Agenda();
    private final Promises promises;
    private final Cluster cluster;
    private final List<Timed> steps;
    private final Acts acts;
    private final Duration trouble;

    /** The parts of a cluster. */
    record Cluster(Agenda agenda, SimNetwork network, SimLog log, List<SimNode> nodes, List<SimAgent> agents,
            SimPeople people, Promises promises, Library library) {
        List<Region> regions() {
            return Library.REGIONS.subList(0, nodes.size());
        }

        /** Reads the state of whichever running replica has come furthest. */
        <T> Optional<T> read(Function<RegistryState, T> query) {
            return log.replicas().stream().filter(r -> r.up())
                    .reduce((one, other) -> one.appliedIndex() >= other.appliedIndex() ? one : other)
                    .map(r -> query.apply(r.state()));
        }
    }

    /**
     * A cluster at its beginning.
     *
     * @param variety how it is made
     * @param steps what befalls it, in order
     */
    public SimArena(long seed, Variety variety, List<Timed> steps, Library library) {
        var codecs = library.codecs();
        this.promises = new Promises(agenda, codecs.proposals());
        this.steps = List.copyOf(steps);
        this.trouble = variety.trouble();
        this.cluster = build(new Dice(seed), variety, library, codecs);
        this.acts = new Acts(cluster, new Dice(seed).of("acts"), variety);
    }

    private Cluster build(Dice dice, Variety variety, Library library, Codecs codecs) {
        var network = new SimNetwork(agenda, dice.of("network"),
                new SimNetwork.Quality(Duration.ofMillis(1), variety.slowest(), variety.twice()));
        var parts = new LogParts(agenda, network, dice.of("log"), variety.log(), library.signatures(),
                codecs, promises);
        var log = new SimLog(parts);
        var nodes = new ArrayList<SimNode>();
        var agents = new ArrayList<SimAgent>();
        var clocks = dice.of("clocks");
        for (Region region : Library.REGIONS.subList(0, variety.regions())) {
            var clock = new SimClock(agenda, clocks.between(0, 1L << 40));
            nodes.add(new SimNode(parts, log, log.add("node-" + region, clock), clock,
                    new SimNode.Pulse(variety.tick(), promises)));
        }
        for (int i = 0; i < nodes.size(); i++) {
            Region region = Library.REGIONS.get(i);
            var around = new SimAgent.Surroundings(agenda, promises, codecs.json(),
                    library.keys(region).signer(), dice.of("agents"));
            agents.add(new SimAgent(region, around,
                    new SimAgent.Habits(variety.refresh(), variety.pulse(), variety.requestsPerSecond(), QUALITIES,
                            library.regionFile(region, variety.regionFiles().get(i))),
                    nodes.get(i)));
        }
        var people = new SimPeople(agenda, dice.of("people"), nodes);
        return new Cluster(agenda, network, log, List.copyOf(nodes), List.copyOf(agents), people, promises, library);
    }

    /**
     * What became of a life.
     *
     * @param simulated nanoseconds it lasted
     * @param events how many events ran
     * @param entries how many log entries were committed
     * @param acknowledged how many wishes of people were answered
     * @param fingerprint equal for equal lives
     * @param breach the first broken promise
     */
    public record Life(long simulated, long events, long entries, long acknowledged, String fingerprint,
            Optional<Breach> breach) {}

    /** Lives it. To be called once. */
    public Life run() {
        Optional<String> birth = acts.form(this::until);
        if (birth.isPresent()) {
            promises.broken("a-cluster-comes-into-service", birth.get());
        } else {
            long start = agenda.now();
            for (Timed timed : steps) {
                agenda.after(Duration.ofMillis(timed.atMillis()), "step", () -> {
                    agenda.note(timed.step());
                    acts.take(timed.step());
                });
            }
            until(start + trouble.toNanos() - agenda.now(), () -> false);
            new Settling(cluster, this::until).settle();
        }
        return new Life(agenda.now(), agenda.ran(), cluster.log().highestCommit(), cluster.people().acknowledged(),
                agenda.fingerprint(), promises.first());
    }

    /** Lets time pass until something holds, but no longer than that; whether it holds. A broken promise ends the wait. */
    private boolean until(long most, BooleanSupplier holds) {
        long end = agenda.now() + most;
        while (promises.first().isEmpty() && !holds.getAsBoolean()) {
            if (agenda.next().filter(at -> at <= end).isEmpty()) {
                return false;
            }
            agenda.step();
        }
        return promises.first().isEmpty();
    }

    /** Lets time pass: at most so many nanoseconds, or until something holds. */
    interface Passing {
        boolean until(long most, BooleanSupplier holds);
    }
}
