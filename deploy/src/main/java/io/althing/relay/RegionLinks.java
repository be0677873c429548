package io.althing.relay;

import io.althing.registry.Region;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Every relay between regions. A link may have several (one for Raft, one for the API); they share its fate. Thread-safe.
 */
public final class RegionLinks implements AutoCloseable {
    private final Map<Link, List<Relay>> relays = new ConcurrentHashMap<>();

    /** Connections that one region's processes make to another's. */
    public record Link(Region from, Region to) {
        boolean touches(Region region) {
            return from.equals(region) || to.equals(region);
        }
    }

    /**
     * Adds a relay to a link.
     *
     * @return where it listens
     * @throws IOException if the port is taken
     */
    public int add(Link link, int port, InetSocketAddress target) throws IOException {
        Relay relay = Relay.start(port, target);
        relays.merge(link, List.of(relay),
                (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList());
        return relay.port();
    }

    /** Cuts every link from and to the region; connections are reset. */
    public void cut(Region region) {
        each(region, (link, relay) -> relay.cut());
    }

    /** Holds back, silently, everything the region sends to others; it still hears them. */
    public void silence(Region region) {
        each(region, (link, relay) -> relay
                .hold(link.from().equals(region) ? Direction.TO_TARGET : Direction.FROM_TARGET));
    }

    /** Lets the region talk again. */
    public void heal(Region region) {
        each(region, (link, relay) -> relay.heal());
    }

    /** Slows every link from and to the region. */
    public void delay(Region region, Duration oneWay) {
        each(region, (link, relay) -> relay.delay(oneWay));
    }

    /** The regions some link knows. */
    public boolean knows(Region region) {
        return relays.keySet().stream().anyMatch(link -> link.touches(region));
    }

    /** The relays of one link, in the order in which they were added. */
    public Optional<List<Relay>> of(Link link) {
        return Optional.ofNullable(relays.get(link));
    }

    private void each(Region region, BiConsumer<Link, Relay> act) {
        relays.forEach((link, all) -> {
            if (link.touches(region)) {
                all.forEach(relay -> act.accept(link, relay));
            }
        });
    }

    @Override
    public void close() {
        relays.values().forEach(all -> all.forEach(Relay::close));
    }
}
