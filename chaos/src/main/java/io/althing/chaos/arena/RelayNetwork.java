package io.althing.chaos.arena;

import io.althing.chaos.drill.FreePorts;
import io.althing.chaos.drill.NodeFiles;
import io.althing.chaos.drill.NodeFiles.Place;
import io.althing.relay.Direction;
import io.althing.relay.Relay;
import io.althing.relay.Shape;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

/** Nodes on the loopback address; each dials each other through a relay of its own. */
public final class RelayNetwork implements Network {
    private final Map<Link, Relay> relays = new LinkedHashMap<>();
    private final Map<String, List<Relay>> agents = new HashMap<>();

    @Override
    public String name() {
        return "relays";
    }

    @Override
    public List<Place> places(Path home, List<String> names) throws IOException {
        List<Place> direct = new ArrayList<>();
        for (String name : names) {
            direct.add(NodeFiles.loopback(home, name, Network.region(name)));
        }
        List<Place> relayed = new ArrayList<>();
        for (Place from : direct) {
            Map<String, String> dial = new HashMap<>();
            for (Place to : direct) {
                if (!to.equals(from)) {
                    Relay relay = Relay.start(0, address(to.peer()));
                    relays.put(new Link(from.name(), to.name()), relay);
                    dial.put(to.name(), "127.0.0.1:" + relay.port());
                }
            }
            relayed.add(from.dialling(dial));
        }
        return relayed;
    }

    private static InetSocketAddress address(String peer) {
        int colon = peer.lastIndexOf(':');
        return new InetSocketAddress(peer.substring(0, colon), Integer.parseInt(peer.substring(colon + 1)));
    }

    @Override
    public Place newcomer(Path home, String name, String region) throws IOException {
        return NodeFiles.loopback(home, name, region);
    }

    @Override
    public List<String> under(String node) {
        return List.of();
    }

    @Override
    public Beside beside(Place node) throws IOException {
        Relay way = Relay.start(0, new InetSocketAddress(node.api().getHost(), node.api().getPort()));
        agents.computeIfAbsent(node.name(), name -> new ArrayList<>()).add(way);
        return new Beside(URI.create("http://127.0.0.1:" + FreePorts.draw(1).getFirst()),
                URI.create("http://127.0.0.1:" + way.port()));
    }

    @Override
    public void silence(String node, boolean silent) {
        for (Relay way : agents.getOrDefault(node, List.of())) {
            if (silent) {
                way.hold(Direction.TO_TARGET);
                way.hold(Direction.FROM_TARGET);
            } else {
                way.heal();
            }
        }
    }

    @Override
    public boolean can(LinkFault fault) {
        return switch (fault) {
            case LinkFault.Drop f -> true;
            case LinkFault.Reset f -> true;
            case LinkFault.HalfOpen f -> true;
            case LinkFault.Delay f -> true;
            case LinkFault.Bandwidth f -> true;
            case LinkFault.Loss f -> false;
        };
    }

    @Override
    public void apply(LinkFault fault, Set<Link> links) {
        for (Link link : links) {
            switch (fault) {
                // a held byte is as good as a lost packet that TCP sends again
                case LinkFault.Drop f -> both(link, Relay::hold);
                case LinkFault.HalfOpen f -> both(link, Relay::hold);
                case LinkFault.Reset f -> both(link, (relay, direction) -> relay.cut());
                case LinkFault.Delay f -> both(link,
                        (relay, direction) -> relay.shape(direction, new Shape(f.oneWay(), f.jitter(), Shape.FREE)));
                case LinkFault.Bandwidth f -> both(link, (relay, direction) -> relay.shape(direction,
                        new Shape(Duration.ZERO, Duration.ZERO, f.bytesPerSecond())));
                case LinkFault.Loss f -> throw new IllegalArgumentException("a relay loses no packets");
            }
        }
    }

    /** What a node sends goes to the other's port through its own relay, and back through the other's. */
    private void both(Link link, BiConsumer<Relay, Direction> act) {
        act.accept(relay(link), Direction.TO_TARGET);
        act.accept(relay(new Link(link.to(), link.from())), Direction.FROM_TARGET);
    }

    private Relay relay(Link link) {
        return Objects.requireNonNull(relays.get(link), () -> "there is no relay for " + link);
    }

    @Override
    public void heal() {
        relays.values().forEach(relay -> {
            relay.shape(Shape.NONE);
            relay.heal();
        });
    }

    @Override
    public void close() {
        relays.values().forEach(Relay::close);
        agents.values().forEach(ways -> ways.forEach(Relay::close));
    }
}
