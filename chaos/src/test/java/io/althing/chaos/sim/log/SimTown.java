package io.althing.chaos.sim.log;

import io.althing.chaos.sim.time.Agenda;
import io.althing.chaos.sim.time.Dice;
import io.althing.chaos.sim.time.SimClock;
import io.althing.chaos.sim.time.SimNetwork;
import io.althing.codec.Codecs;
import io.althing.registry.Command;
import io.althing.registry.NodeId;
import io.althing.registry.Proposal;
import io.althing.registry.Town;
import io.althing.store.Ed25519Check;
import io.althing.store.RegistryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Three simulated replicas in which the town's cluster is formed. */
final class SimTown {
    final Agenda agenda = new Agenda();
    final SimNetwork network;
    final SimLog log;
    private final LogParts parts;

    SimTown(long seed) throws Exception {
        var dice = new Dice(seed);
        network = new SimNetwork(agenda, dice.of("network"),
                new SimNetwork.Quality(Duration.ofMillis(1), Duration.ofMillis(40), 0.05));
        parts = new LogParts(agenda, network, dice.of("log"), new LogPace(Duration.ofSeconds(1),
                Duration.ofMillis(100), 8, 40), new Ed25519Check(), Codecs.create(), LogWatch.none());
        log = new SimLog(parts);
        Town.REGIONS.forEach(r -> log.add("node-" + r, new SimClock(agenda, 0)));
        store(0).propose(new Proposal("form", Town.node(Town.AP), new NodeId("node-a"), Optional.empty(),
                new Command.FormCluster(Town.genesis())), Duration.ofSeconds(20)).get(20, TimeUnit.SECONDS);
        passes(Duration.ofSeconds(2));
    }

    List<SimReplica> replicas() {
        return new ArrayList<>(log.replicas());
    }

    RegistryStore store(int replica) {
        return new Pump(new SimStore(parts, log, replicas().get(replica)), agenda);
    }

    void passes(Duration time) {
        long end = agenda.now() + time.toNanos();
        while (agenda.next().filter(at -> at <= end).isPresent()) {
            agenda.step();
        }
    }
}
