package io.althing.chaos.fault;

import io.althing.chaos.arena.Link;
import io.althing.chaos.arena.LinkFault;
import io.althing.chaos.arena.Links;
import io.althing.chaos.fault.Fault.Begun;
import io.althing.chaos.fault.Fault.Need;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Faults of links. */
final class NetworkFaults {
    private static final LinkFault DROP = new LinkFault.Drop();

    private NetworkFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault("halves", "cuts the nodes into a majority and a minority", Set.of(), NetworkFaults::halves),
                new Fault("isolate-leader", "cuts the leader off from all others", Set.of(),
                        scene -> isolate(scene, List.of(scene.arena().awaitLeader()), DROP)),
                new Fault("isolate-follower", "cuts a node off that does not lead", Set.of(),
                        scene -> isolate(scene, List.of(scene.follower()), DROP)),
                new Fault("isolate-all", "cuts every node off from every other", Set.of(), NetworkFaults::isolateAll),
                new Fault("bridge", "leaves one node that reaches both halves, which do not reach each other", Set.of(),
                        NetworkFaults::bridge),
                new Fault("ring", "lets each node reach only its two neighbours in a ring", Set.of(Need.FIVE_NODES),
                        NetworkFaults::ring),
                new Fault("leader-deaf", "lets nothing reach the leader, which is heard by all", Set.of(),
                        scene -> oneWay(scene, false)),
                new Fault("leader-mute", "lets nothing out of the leader, which hears all", Set.of(),
                        scene -> oneWay(scene, true)),
                new Fault("region-cut", "cuts a whole region off; inside it nothing is cut", Set.of(),
                        NetworkFaults::regionCut),
                new Fault("reset", "resets every connection from and to the leader, new ones too", Set.of(),
                        scene -> isolate(scene, List.of(scene.arena().awaitLeader()), new LinkFault.Reset())),
                new Fault("half-open", "lets connections to the leader open but no data through", Set.of(),
                        scene -> isolate(scene, List.of(scene.arena().awaitLeader()), new LinkFault.HalfOpen())),
                new Fault("flapping", "cuts a node off and heals it, several times a second", Set.of(),
                        NetworkFaults::flapping),
                new Fault("loss", "loses a part of all packets between nodes (with: percent)", Set.of(Need.LOSS),
                        scene -> everywhere(scene, new LinkFault.Loss(scene.number("percent", 20)))),
                new Fault("latency", "delays everything between nodes (with: millis, jitter)", Set.of(Need.DELAY),
                        scene -> everywhere(scene, new LinkFault.Delay(Duration.ofMillis(scene.number("millis", 60)),
                                Duration.ofMillis(scene.number("jitter", 40))))),
                new Fault("asymmetric-latency", "delays what the leader sends, not what it is sent (with: millis)",
                        Set.of(Need.DELAY), NetworkFaults::asymmetric),
                new Fault("bandwidth", "lets little through between nodes (with: bytesPerSecond)", Set.of(),
                        scene -> everywhere(scene, new LinkFault.Bandwidth(scene.number("bytesPerSecond", 64_000)))));
    }

    private static Begun begun(Scene scene, String detail, List<String> minority) {
        return new Begun(detail, minority, scene.arena().network()::heal);
    }

    private static Begun isolate(Scene scene, List<String> some, LinkFault fault) throws IOException {
        Links network = scene.arena().network();
        network.apply(fault, Link.between(some, scene.others(some)));
        return begun(scene, String.join(", ", some), some);
    }

    private static Begun halves(Scene scene) throws IOException {
        List<String> order = scene.shuffled();
        return isolate(scene, order.subList(0, (order.size() - 1) / 2), DROP);
    }

    private static Begun isolateAll(Scene scene) throws IOException {
        List<String> all = scene.arena().nodes();
        scene.arena().network().apply(DROP, Link.between(all, all));
        return begun(scene, "all", all);
    }

    private static Begun bridge(Scene scene) throws IOException {
        List<String> order = scene.shuffled();
        int half = (order.size() - 1) / 2;
        List<String> left = order.subList(1, 1 + half);
        List<String> right = order.subList(1 + half, order.size());
        scene.arena().network().apply(DROP, Link.between(left, right));
        return begun(scene, order.getFirst() + " between " + left + " and " + right, List.of());
    }

    private static Begun ring(Scene scene) throws IOException {
        List<String> order = scene.shuffled();
        Set<Link> cut = new LinkedHashSet<>(Link.between(order, order));
        for (int i = 0; i < order.size(); i++) {
            cut.removeAll(new HashSet<>(Link.between(order.get(i), order.get((i + 1) % order.size()))));
        }
        scene.arena().network().apply(DROP, cut);
        return begun(scene, String.join(" - ", order), List.of());
    }

    /** A TCP connection needs both ways, but what is under way and what is new suffer differently. */
    private static Begun oneWay(Scene scene, boolean mute) throws IOException, InterruptedException {
        List<String> leader = List.of(scene.arena().awaitLeader());
        List<String> others = scene.others(leader);
        scene.arena().network().apply(DROP, mute ? Link.oneWay(leader, others) : Link.oneWay(others, leader));
        return begun(scene, leader.getFirst(), List.of());
    }

    private static Begun regionCut(Scene scene) throws IOException {
        String region = scene.arena().region(scene.shuffled().getFirst());
        return isolate(scene,
                scene.arena().nodes().stream().filter(n -> scene.arena().region(n).equals(region)).toList(), DROP);
    }

    private static Begun flapping(Scene scene) throws InterruptedException {
        List<String> leader = List.of(scene.arena().awaitLeader());
        Set<Link> links = Link.between(leader, scene.others(leader));
        Links network = scene.arena().network();
        Repeating flaps = Repeating.every(Duration.ofMillis(scene.number("everyMillis", 350)), round -> {
            if (round % 2 == 0) {
                network.apply(round % 4 == 0 ? DROP : new LinkFault.Reset(), links);
            } else {
                network.heal();
            }
        });
        return Begun.of(leader.getFirst(), () -> {
            flaps.stop();
            network.heal();
        });
    }

    private static Begun everywhere(Scene scene, LinkFault fault) throws IOException {
        List<String> all = scene.arena().nodes();
        scene.arena().network().apply(fault, Link.between(all, all));
        return begun(scene, fault.toString(), List.of());
    }

    private static Begun asymmetric(Scene scene) throws IOException, InterruptedException {
        List<String> leader = List.of(scene.arena().awaitLeader());
        var delay = new LinkFault.Delay(Duration.ofMillis(scene.number("millis", 150)), Duration.ZERO);
        scene.arena().network().apply(delay, Link.oneWay(leader, scene.others(leader)));
        return begun(scene, leader.getFirst() + ", " + delay, List.of());
    }
}
