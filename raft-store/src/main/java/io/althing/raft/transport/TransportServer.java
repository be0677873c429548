package io.althing.raft.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequestHeader;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.rpc.impl.ConnectionClosedEventListener;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import io.vertx.core.Context;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/**
 * Accepts peers on one address. A request goes to the executor its processor names, in order of arrival; only there is its body read.
 */
final class TransportServer implements RpcServer {
    private static final Logger LOG = LoggerFactory.getLogger(TransportServer.class);
    private static final int MOST_CONNECTIONS = 512;
    private static final long PREFACE_SECONDS = 5;

    private final Wire wire;
    private final DialMap.Target listen;
    private final Duration mostAge;
    private final Map<String, RpcProcessor<?>> processors = new ConcurrentHashMap<>();
    private final List<ConnectionClosedEventListener> closeListeners = new CopyOnWriteArrayList<>();
    private final Set<InboundConnection> open = ConcurrentHashMap.newKeySet();
    private final Lanes lanes = new Lanes();
    private volatile @Nullable NetServer server;

    /** @param mostAge a connection that the other side has not replaced by then is closed, as it is when its certificate ends */
    TransportServer(Wire wire, DialMap.Target listen, Duration mostAge) {
        this.wire = wire;
        this.listen = listen;
        this.mostAge = mostAge;
    }

    @Override
    public boolean init(@Nullable Void opts) {
        NetServerOptions options = new NetServerOptions().setHost(listen.host()).setPort(listen.port())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
        wire.security().tls().ifPresent(gate -> gate.material().secure(options, wire.refusals()));
        NetServer listening = wire.vertx().createNetServer(options);
        listening.connectHandler(this::accepted);
        listening.exceptionHandler(wire.refusals()::handshakeFailed);
        try {
            listening.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            server = listening;
            return true;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot bind " + listen, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void accepted(NetSocket socket) {
        Optional<TlsGate.Proof> proof = wire.security().tls().flatMap(gate -> gate.identify(socket));
        InboundConnection connection = new InboundConnection(socket, proof);
        if (wire.security().tls().isPresent() && proof.isEmpty()) {
            wire.refusals().refuse(Refusals.Kind.WRONG_IDENTITY, connection.remote(),
                    "its certificate is not that of a node of this cluster, or is not valid now");
            connection.close();
            return;
        }
        if (open.size() >= MOST_CONNECTIONS) {
            wire.refusals().refuse(Refusals.Kind.TOO_MANY_CONNECTIONS, connection.remote(),
                    "too many connections are open");
            connection.close();
            return;
        }
        open.add(connection);
        read(socket, connection);
    }

    private void read(NetSocket socket, InboundConnection connection) {
        var preface = wire.timer().newTimeout(t -> {
            wire.refusals().refuse(Refusals.Kind.NO_HANDSHAKE, connection.remote(), "it connected and said nothing");
            connection.close();
        }, PREFACE_SECONDS, TimeUnit.SECONDS);
        var tooOld = wire.timer().newTimeout(t -> {
            LOG.info("the connection from {} has lived as long as it may; it is closed and opened anew",
                    connection.remote());
            connection.close();
        }, life(connection).toMillis(), TimeUnit.MILLISECONDS);
        Context loop = wire.vertx().getOrCreateContext();
        FrameReader reader = new FrameReader(true, frame -> request(loop, connection, frame), reason -> {
            wire.refusals().refuse(Refusals.Kind.NOT_OUR_PROTOCOL, connection.remote(), reason);
            connection.close();
        });
        socket.handler(bytes -> {
            preface.cancel();
            reader.handle(bytes);
        });
        socket.exceptionHandler(e -> LOG.debug("connection from {} failed", connection.remote(), e));
        socket.closeHandler(v -> {
            preface.cancel();
            tooOld.cancel();
            open.remove(connection);
            connection.markClosed();
        });
        var unused = connection.drained()
                .thenRunAsync(() -> closeListeners.forEach(l -> l.onClosed(connection.remote(), connection)),
                        wire.events())
                .whenComplete((told, failure) -> {
                    if (failure != null) {
                        LOG.error("what hung on the connection from {} was not all let go", connection.remote(),
                                failure);
                    }
                    lanes.forget(connection);
                    connection.gone().complete(null);
                });
    }

    /** Until it is too old, or its certificate is, whichever comes first. */
    private Duration life(InboundConnection connection) {
        Instant now = wire.clock().instant();
        Instant end = connection.proof().map(p -> p.chain()[0].getNotAfter().toInstant()).orElse(Instant.MAX);
        Instant cap = now.plus(mostAge);
        return Duration.between(now, end.isBefore(cap) ? end : cap);
    }

    private void request(Context loop, InboundConnection connection, Frame frame) {
        if (connection.parkIfParking(frame)) {
            return;
        }
        Optional<MessageTable.Type> type = wire.table().number(frame.number());
        RpcProcessor<?> processor = type.map(t -> processors.get(t.className())).orElse(null);
        if (frame.kind() != Frame.Kind.REQUEST || type.isEmpty() || processor == null) {
            refuse(connection, frame, Refusals.Kind.UNKNOWN_MESSAGE,
                    "message " + frame.number() + " is not served here");
            return;
        }
        if (processor.executorSelector() != null) {
            if (!mayClaim(connection, frame)) {
                refuse(connection, frame, Refusals.Kind.WRONG_SENDER,
                        name(connection) + " speaks for another in a header");
                return;
            }
            if (mustWait(loop, connection, frame)) {
                return;
            }
        }
        dispatch(connection, frame, type.get(), processor);
    }

    private boolean mustWait(Context loop, InboundConnection connection, Frame frame) {
        Optional<InboundConnection> older = lanes.enter(ByteString.copyFrom(frame.header()), connection);
        if (older.isEmpty()) {
            return false;
        }
        connection.park(frame);
        older.get().close();
        var unused = older.get().gone().thenRun(() -> loop.runOnContext(v -> {
            if (!connection.isClosed()) {
                connection.unpark().forEach(held -> request(loop, connection, held));
                connection.readOn();
            }
        }));
        return true;
    }

    private void dispatch(InboundConnection connection, Frame frame, MessageTable.Type type,
            RpcProcessor<?> processor) {
        if (!connection.begin()) {
            return;
        }
        try {
            executor(type, processor, frame).execute(() -> handle(connection, frame, type, processor));
        } catch (InvalidProtocolBufferException e) {
            connection.end();
            refuse(connection, frame, Refusals.Kind.DAMAGED_MESSAGE, "a damaged header");
        } catch (RejectedExecutionException e) {
            connection.end();
            // an ordered request that is lost breaks the order: the peer must begin anew
            wire.refusals().refuse(Refusals.Kind.OVERLOADED, connection.remote(), "more requests than can be queued");
            connection.close();
        }
    }

    private Executor executor(MessageTable.Type type, RpcProcessor<?> processor, Frame frame)
            throws InvalidProtocolBufferException {
        RpcProcessor.ExecutorSelector selector = processor.executorSelector();
        Executor chosen = selector == null
                ? processor.executor()
                : selector.select(type.className(), AppendEntriesRequestHeader.parseFrom(frame.header()));
        return chosen == null ? Runnable::run : chosen;
    }

    @SuppressWarnings("unchecked")
    private void handle(InboundConnection connection, Frame frame, MessageTable.Type type, RpcProcessor<?> processor) {
        try {
            if (connection.isClosed()) {
                return;
            }
            Message message = type.parse(frame.body());
            if (!mayClaim(connection, message)) {
                refuse(connection, frame, Refusals.Kind.WRONG_SENDER,
                        name(connection) + " speaks for " + Senders.claimed(message).orElse("nobody"));
                return;
            }
            ((RpcProcessor<Message>) processor).handleRequest(new InboundRequest(wire, connection, frame.id()),
                    message);
        } catch (InvalidProtocolBufferException e) {
            refuse(connection, frame, Refusals.Kind.DAMAGED_MESSAGE, "a damaged message of number " + frame.number());
        } catch (RuntimeException e) {
            LOG.error("a request of number {} from {} failed; it is answered as refused", frame.number(),
                    connection.remote(), e);
            reply(connection, frame, "it could not be served: " + e);
        } finally {
            connection.end();
        }
    }

    private static String name(InboundConnection connection) {
        return connection.peer().map(PeerIdentity::toString).orElse("an unproven peer");
    }

    /** Whether a header, read before the body, names the proven sender; a damaged one is refused later. */
    private static boolean mayClaim(InboundConnection connection, Frame frame) {
        try {
            String sender = AppendEntriesRequestHeader.parseFrom(frame.header()).getServerId();
            return connection.peer().map(p -> p.owns(sender)).orElse(true);
        } catch (InvalidProtocolBufferException e) {
            return connection.peer().isEmpty();
        }
    }

    private static boolean mayClaim(InboundConnection connection, Message message) {
        return connection.peer().isEmpty() || Senders.claimed(message).map(connection.peer().get()::owns).orElse(true);
    }

    /** Handshakes from now on use the certificates now in force; peers whose authority is no longer trusted are let go. */
    void certificatesChanged() {
        NetServer listening = server;
        if (listening != null) {
            wire.security().tls().ifPresent(gate -> {
                TlsMaterial material = gate.material();
                var unused = listening.updateSSLOptions(material.server(wire.refusals()), true)
                        .onComplete(changed -> open.stream()
                                .filter(c -> c.proof().filter(p -> material.stillTrusts(p.chain())).isEmpty())
                                .forEach(InboundConnection::close));
            });
        }
    }

    private void refuse(InboundConnection connection, Frame frame, Refusals.Kind kind, String reason) {
        wire.refusals().refuse(kind, connection.remote(), reason);
        reply(connection, frame, reason);
    }

    private static void reply(InboundConnection connection, Frame frame, String reason) {
        connection.outlet().write(
                new Frame(Frame.Kind.REFUSAL, 0, frame.id(), new byte[0], reason.getBytes(StandardCharsets.UTF_8))
                        .encode());
    }

    /** Returns when no request is being served any more and everybody has been told of the connections' end, unless one hangs. */
    @Override
    public void shutdown() {
        NetServer listening = server;
        server = null;
        List<InboundConnection> ending = List.copyOf(open);
        try {
            if (listening != null) {
                listening.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
            }
            ending.forEach(InboundConnection::close);
            CompletableFuture.allOf(ending.stream().map(InboundConnection::gone).toArray(CompletableFuture[]::new))
                    .get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the server on {} did not close in order; its sockets end with the process", listen, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void registerConnectionClosedEventListener(ConnectionClosedEventListener listener) {
        closeListeners.add(listener);
    }

    @Override
    public void registerProcessor(RpcProcessor<?> processor) {
        processors.put(processor.interest(), processor);
    }

    @Override
    public int boundPort() {
        NetServer listening = server;
        return listening == null ? listen.port() : listening.actualPort();
    }

    @Override
    public boolean isStarted() {
        return server != null;
    }

    /** Open connections now. */
    int connections() {
        return open.size();
    }

    /** What was refused so far. */
    Refusals refusals() {
        return wire.refusals();
    }
}
