package io.althing.raft.transport;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import com.google.protobuf.ByteString;

/**
 * Which connection carries the ordered requests of one sender. JRaft keeps its ordering per sender, not per connection: it would mix
 * two connections of the same sender, and it deadlocks for many seconds if it is told of the old one's end while it serves the new
 * one. So a newer connection ends the older one and waits until everybody has been told.
 */
final class Lanes {
    private final Map<ByteString, InboundConnection> holders = new ConcurrentHashMap<>();

    /**
     * Gives the lane to a connection if it is free.
     *
     * @param sender the request's header
     * @return the connection that must be gone first; empty if the lane is this connection's
     */
    Optional<InboundConnection> enter(ByteString sender, InboundConnection connection) {
        InboundConnection holder = holders.compute(sender,
                (key, current) -> current == null || current.gone().isDone() ? connection : current);
        return holder == connection ? Optional.empty() : Optional.of(holder);
    }

    void forget(InboundConnection connection) {
        holders.values().removeIf(c -> c == connection);
    }
}
