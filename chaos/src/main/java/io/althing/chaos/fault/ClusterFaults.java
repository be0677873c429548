package io.althing.chaos.fault;

import io.althing.chaos.arena.Arena;
import io.althing.chaos.arena.Network;
import io.althing.chaos.arena.ProcessArena;
import io.althing.chaos.fault.Fault.Begun;
import io.althing.chaos.fault.Fault.Need;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What administrators and clients can do to a cluster under load. */
final class ClusterFaults {
    private ClusterFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault("leadership-storm", "hands leadership from node to node without pause", Set.of(),
                        ClusterFaults::storm),
                new Fault("snapshot-storm", "asks every node for a snapshot, again and again", Set.of(),
                        ClusterFaults::snapshots),
                new Fault("replace-voter",
                        "kills a voter for good, removes it, and makes an empty node of another name a voter",
                        Set.of(Need.OWN_NODES),
                        ClusterFaults::replace),
                new Fault("grow-and-shrink", "adds a voter and removes it again, over and over",
                        Set.of(Need.OWN_NODES),
                        ClusterFaults::growAndShrink),
                new Fault("duplicate-requests", "sends half of all writes to two nodes at once", Set.of(),
                        ClusterFaults::duplicates));
    }

    private static Begun storm(Scene scene) {
        Arena arena = scene.arena();
        Repeating transfers = Repeating.every(Duration.ofMillis(scene.number("everyMillis", 700)), round -> {
            List<String> order = scene.shuffled();
            String leader = arena.awaitLeader();
            String next = order.stream().filter(n -> !n.equals(leader)).findFirst().orElseThrow();
            ask(arena, leader, Call.post("/v1/cluster/transfer", Json.object().put("node", next)));
        });
        return Begun.of("whoever leads", transfers::stop);
    }

    private static Begun snapshots(Scene scene) {
        Arena arena = scene.arena();
        Repeating asks = Repeating.every(Duration.ofMillis(scene.number("everyMillis", 1000)), round -> arena.nodes()
                .forEach(node -> ask(arena, node, Call.post("/v1/cluster/snapshot", Json.object()))));
        return Begun.of("all", asks::stop);
    }

    /** Asks; what the node answers does not matter here. */
    private static void ask(Arena arena, String node, Call call) {
        try {
            var unused = arena.client(node).send(call.within(Duration.ofSeconds(3)));
        } catch (UserError unreachable) {
            // another round comes
        }
    }

    private static Begun replace(Scene scene) throws InterruptedException {
        ProcessArena arena = scene.own();
        String lost = scene.follower();
        String successor = successor(arena, lost);
        arena.kill(lost);
        return Begun.of(lost + " by " + successor, () -> {
            arena.remove(lost);
            arena.join(successor, Network.region(lost));
        });
    }

    private static String successor(ProcessArena arena, String lost) {
        String region = Network.region(lost);
        int number = 6;
        while (arena.nodes().contains(region + "-" + number)) {
            number++;
        }
        return region + "-" + number;
    }

    private static Begun growAndShrink(Scene scene) {
        ProcessArena arena = scene.own();
        String region = Network.region(arena.nodes().getLast());
        Repeating rounds = Repeating.every(Duration.ofMillis(500), round -> {
            String node = region + "-" + (11 + round);
            arena.join(node, region);
            arena.remove(node);
        });
        return Begun.of("a voter more in " + region, rounds::stop);
    }

    private static Begun duplicates(Scene scene) {
        scene.workload().duplicate(scene.number("percent", 50));
        return Begun.of("writes", () -> scene.workload().duplicate(0));
    }
}
