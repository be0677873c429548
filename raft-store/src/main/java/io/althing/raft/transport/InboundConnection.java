package io.althing.raft.transport;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import com.alipay.sofa.jraft.rpc.Connection;

/** An accepted connection as JRaft knows it: one object for its whole life, with attributes. */
final class InboundConnection implements Connection {
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final Outlet outlet;
    private final String remote;
    private final Optional<PeerIdentity> peer;

    /** @param peer who it is proven to be; absent on a plaintext wire */
    InboundConnection(Outlet outlet, String remote, Optional<PeerIdentity> peer) {
        this.outlet = outlet;
        this.remote = remote;
        this.peer = peer;
    }

    Optional<PeerIdentity> peer() {
        return peer;
    }

    Outlet outlet() {
        return outlet;
    }

    String remote() {
        return remote;
    }

    @Override
    public @Nullable Object getAttribute(String key) {
        return attributes.get(key);
    }

    @Override
    public void setAttribute(String key, Object value) {
        attributes.put(key, value);
    }

    @Override
    public @Nullable Object setAttributeIfAbsent(String key, Object value) {
        return attributes.putIfAbsent(key, value);
    }

    @Override
    public void close() {
        outlet.close();
    }
}
