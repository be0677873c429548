package io.althing.raft.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import com.alipay.sofa.jraft.error.ConnectionFailureException;
import com.alipay.sofa.jraft.error.RemotingException;
import com.google.protobuf.InvalidProtocolBufferException;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/**
 * One connection to one peer, from the first attempt to its end. Requests made while it is being opened wait in order. When it ends,
 * every open call fails.
 */
final class PeerLink {
    private static final int MOST_WAITING = 256;

    private final Wire wire;
    private final String peerNode;
    private final long bornNanos;
    private final Map<Long, Call> calls = new ConcurrentHashMap<>();
    private final Deque<Call> waiting = new ArrayDeque<>();
    private @Nullable Outlet outlet;
    private volatile State state = State.CONNECTING;

    enum State {
        CONNECTING, OPEN, CLOSED
    }

    PeerLink(Wire wire, String peerNode, long bornNanos) {
        this.bornNanos = bornNanos;
        this.wire = wire;
        this.peerNode = peerNode;
    }

    State state() {
        return state;
    }

    synchronized boolean writable() {
        return state == State.OPEN && outlet != null && outlet.writable();
    }

    /** Whether a call made now is sent, or waits for a connection that is being opened. */
    synchronized boolean takesCalls() {
        return state == State.CONNECTING ? waiting.size() < MOST_WAITING : writable();
    }

    long bornNanos() {
        return bornNanos;
    }

    int openCalls() {
        return calls.size();
    }

    /**
     * Must be called on the socket's event loop, before any of its bytes are read. A connection that was reset before this call told
     * nobody of its end, so it is asked for here.
     */
    void opened(NetSocket socket) {
        Outlet to = new Outlet(socket);
        FrameReader reader = new FrameReader(false, this::answered, reason -> {
            wire.refusals().refuse(Refusals.Kind.NOT_OUR_PROTOCOL, peerNode, reason);
            to.close();
        });
        socket.handler(reader);
        socket.exceptionHandler(e -> to.close());
        var closed = new RemotingException("the connection to " + peerNode + " was closed");
        socket.closeHandler(v -> closed(closed));
        if (to.dead()) {
            closed(closed);
            return;
        }
        synchronized (this) {
            if (state == State.CLOSED) {
                to.close();
                return;
            }
            outlet = to;
            state = State.OPEN;
            to.write(Buffer.buffer(Frame.PREFACE));
            while (!waiting.isEmpty()) {
                transmit(to, waiting.remove());
            }
        }
    }

    /** Sends a call or lets it wait for the connection; it fails at once if neither is possible. */
    void send(Call call) {
        String refused;
        synchronized (this) {
            calls.put(call.frame().id(), call);
            if (outlet != null && state == State.OPEN) {
                transmit(outlet, call);
                return;
            }
            if (state == State.CONNECTING && waiting.size() < MOST_WAITING) {
                waiting.add(call);
                return;
            }
            refused = state == State.CLOSED ? "is closed" : "is not open yet and too much waits for it";
        }
        end(call, new ConnectionFailureException("the connection to " + peerNode + " " + refused));
    }

    private void transmit(Outlet to, Call call) {
        Frame frame = call.frame();
        wire.send(LinkFaults.Direction.REQUEST, peerNode, frame.number(), () -> {
            if (!to.write(frame.encode())) {
                end(call, new ConnectionFailureException(
                        peerNode + " does not read; " + to.waiting() + " bytes wait for it"));
            }
        });
    }

    private void answered(Frame frame) {
        Call call = calls.remove(frame.id());
        if (call == null) {
            return;
        }
        call.end(() -> read(frame));
    }

    private Call.Answer read(Frame frame) {
        return switch (frame.kind()) {
            case RESPONSE -> parse(frame);
            case REFUSAL -> new Call.Answer(null, new RemotingException(
                    peerNode + " refused: " + new String(frame.body(), StandardCharsets.UTF_8)));
            case REQUEST ->
                new Call.Answer(null, new RemotingException(peerNode + " sent a request where an answer belongs"));
        };
    }

    private Call.Answer parse(Frame frame) {
        try {
            var type = wire.table().number(frame.number());
            return type.isPresent()
                    ? new Call.Answer(type.get().parse(frame.body()), null)
                    : new Call.Answer(null, new RemotingException(peerNode + " answered with message " + frame.number()
                            + ", which is not in the table"));
        } catch (InvalidProtocolBufferException e) {
            return new Call.Answer(null, new RemotingException(peerNode + " answered with a damaged message", e));
        }
    }

    void end(Call call, Throwable failure) {
        calls.remove(call.frame().id());
        call.fail(failure);
    }

    /** Ends the link; every open call fails with the reason. */
    void closed(RemotingException reason) {
        List<Call> open;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            open = new ArrayList<>(calls.values());
            calls.clear();
            waiting.clear();
            if (outlet != null) {
                outlet.close();
            }
        }
        open.forEach(call -> call.fail(reason));
    }
}
