package io.althing.raft.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import com.alipay.sofa.jraft.rpc.Connection;

import io.vertx.core.net.NetSocket;

/** An accepted connection as JRaft knows it: one object for its whole life, with attributes. */
final class InboundConnection implements Connection {
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final Deque<Frame> parked = new ArrayDeque<>();
    private final NetSocket socket;
    private final Outlet outlet;
    private final String remote;
    private final Optional<TlsGate.Proof> proof;
    private boolean parking;
    private boolean closed;
    private int running;

    /** @param proof who it is; absent on a plaintext wire */
    InboundConnection(NetSocket socket, Optional<TlsGate.Proof> proof) {
        this.socket = socket;
        this.outlet = new Outlet(socket);
        this.remote = socket.remoteAddress().hostAddress();
        this.proof = proof;
    }

    Optional<PeerIdentity> peer() {
        return proof.map(TlsGate.Proof::identity);
    }

    Optional<TlsGate.Proof> proof() {
        return proof;
    }

    Outlet outlet() {
        return outlet;
    }

    String remote() {
        return remote;
    }

    /** What {@link LinkFaults} knows the other side by. */
    String faultsName() {
        return peer().map(p -> p.node() + "." + p.region()).orElse(remote);
    }

    /** False once the connection is closed: what it sent is not served any more. */
    synchronized boolean begin() {
        if (closed) {
            return false;
        }
        running++;
        return true;
    }

    synchronized void end() {
        running--;
        completeIfDrained();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void markClosed() {
        closed = true;
        parked.clear();
        completeIfDrained();
    }

    private void completeIfDrained() {
        if (closed && running == 0) {
            drained.complete(null);
        }
    }

    /** Completes when it is closed and none of its requests runs any more. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    /** Completes when everybody has been told of its end. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** Holds back this frame and all that follow; nothing more is read from the socket. */
    synchronized void park(Frame frame) {
        if (!parking) {
            parking = true;
            socket.pause();
        }
        parked.add(frame);
    }

    /** Keeps the frame if frames are being held back. */
    synchronized boolean parkIfParking(Frame frame) {
        return parking && parked.add(frame);
    }

    /** Frames held back so far; from here on they are not. To be followed by {@link #readOn} when they have been served. */
    synchronized List<Frame> unpark() {
        List<Frame> all = new ArrayList<>(parked);
        parked.clear();
        parking = false;
        return all;
    }

    /** Reads from the socket again, unless frames are held back anew; what waits there may be served before this returns. */
    void readOn() {
        synchronized (this) {
            if (parking) {
                return;
            }
        }
        socket.resume();
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
