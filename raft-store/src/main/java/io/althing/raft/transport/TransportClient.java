package io.althing.raft.transport;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.ConnectionFailureException;
import com.alipay.sofa.jraft.error.InvokeTimeoutException;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.InvokeContext;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.PingRequest;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.Message;

import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;

/** One ordered connection to each peer, opened when it is first wanted and again after it was lost. Nothing here blocks but invokeSync. */
final class TransportClient implements RpcClient {
    /**
     * What JRaft's ping gets while a line is being opened. JRaft pings a peer before it asks it for a vote, one after the other, and answers
     * nobody meanwhile: nodes that start together kept each other from an election that way. What is sent along the line waits for it.
     */
    private static final ErrorResponse ON_THE_WAY = ErrorResponse.newBuilder().setErrorCode(0).setErrorMsg("").build();
    private static final long RECONNECT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Wire wire;
    private final DialMap dialMap;
    private final LongSupplier nanos;
    private final long maxAgeNanos;
    private final NetClient client;
    private final Map<Endpoint, PeerLink> links = new ConcurrentHashMap<>();
    private final Map<Endpoint, Long> lastAttempt = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicReference<@Nullable ReplicatorGroup> replicators = new AtomicReference<>();
    private volatile int connectMillis = 1000;
    private volatile boolean stopped;

    TransportClient(Wire wire, DialMap dialMap, Duration maxAge, LongSupplier nanos) {
        this.maxAgeNanos = maxAge.toNanos();
        this.wire = wire;
        this.dialMap = dialMap;
        this.nanos = nanos;
        this.client = wire.vertx().createNetClient(new NetClientOptions().setTcpNoDelay(true).setTcpKeepAlive(true));
    }

    @Override
    public boolean init(RpcOptions opts) {
        connectMillis = opts.getRpcConnectTimeoutMs();
        return true;
    }

    @Override
    public void shutdown() {
        stopped = true;
        links.values().forEach(link -> link.closed(new RemotingException("this node is stopping")));
        links.clear();
        var unused = client.close();
    }

    @Override
    public boolean checkConnection(Endpoint endpoint) {
        PeerLink link = links.get(endpoint);
        return link != null && link.writable();
    }

    @Override
    public boolean checkConnection(Endpoint endpoint, boolean createIfAbsent) {
        return createIfAbsent ? link(endpoint).takesCalls() : checkConnection(endpoint);
    }

    @Override
    public void closeConnection(Endpoint endpoint) {
        PeerLink link = links.remove(endpoint);
        if (link != null) {
            link.closed(new RemotingException("the connection to " + endpoint + " was closed on request"));
        }
    }

    /** The link to a peer; a new attempt to open one if there is none and the last attempt is not too fresh. */
    private PeerLink link(Endpoint endpoint) {
        return links.compute(endpoint, (peer, existing) -> {
            if (existing != null && tooOld(existing)) {
                existing.closed(new RemotingException("replaced for its age"));
            }
            if (existing != null && existing.state() != PeerLink.State.CLOSED) {
                return existing;
            }
            long now = nanos.getAsLong();
            Long before = lastAttempt.get(peer);
            if (existing != null && before != null && now - before < RECONNECT_PAUSE_NANOS) {
                return existing;
            }
            lastAttempt.put(peer, now);
            return connect(peer);
        });
    }

    /** An idle one at the cap, a busy one a little later. */
    private boolean tooOld(PeerLink link) {
        long age = nanos.getAsLong() - link.bornNanos();
        return age > maxAgeNanos && (link.openCalls() == 0 || age > maxAgeNanos + maxAgeNanos / 4);
    }

    private PeerLink connect(Endpoint peer) {
        PeerLink link = new PeerLink(wire, peer.getIp(), nanos.getAsLong());
        if (stopped) {
            link.closed(new ConnectionFailureException("this node is stopping"));
            return link;
        }
        DialMap.Target target = dialMap.target(peer);
        ConnectOptions options = new ConnectOptions().setHost(target.host()).setPort(target.port())
                .setTimeout(connectMillis);
        wire.security().tls()
                .ifPresent(gate -> options.setSsl(true).setSslOptions(gate.material().client(wire.refusals())));
        var unused = client.connect(options).onSuccess(socket -> {
            if (!isExpected(peer, socket)) {
                var unusedClose = socket.close();
                link.closed(new ConnectionFailureException("at " + target + " answers another than " + peer));
                return;
            }
            link.opened(socket);
            ReplicatorGroup group = replicators.get();
            if (group != null) {
                wire.events().execute(() -> group.checkReplicator(new PeerId(peer, 0), true));
            }
        }).onFailure(e -> link
                .closed(new ConnectionFailureException("cannot connect to " + peer + " at " + target, e)));
        return link;
    }

    private boolean isExpected(Endpoint peer, NetSocket socket) {
        Optional<TlsGate> gate = wire.security().tls();
        Optional<PeerIdentity> proven = gate.flatMap(g -> g.identify(socket)).map(TlsGate.Proof::identity);
        if (gate.isEmpty() || proven.filter(p -> p.owns(peer.getIp())).isPresent()) {
            return true;
        }
        wire.refusals().refuse(Refusals.Kind.WRONG_IDENTITY, peer.getIp(),
                "there answers " + proven.map(PeerIdentity::toString)
                        .orElse("one without a valid certificate of this cluster")
                        + "; check addresses and certificates");
        return false;
    }

    /** Connections from now on use the certificates now in force; those open are replaced. */
    void certificatesChanged() {
        links.values().forEach(link -> link.closed(new RemotingException("replaced by one with new certificates")));
    }

    @Override
    public void registerConnectEventListener(ReplicatorGroup replicatorGroup) {
        replicators.set(replicatorGroup);
    }

    @Override
    public Object invokeSync(Endpoint endpoint, Object request, @Nullable InvokeContext ctx, long timeoutMs)
            throws InterruptedException, RemotingException {
        if (request instanceof PingRequest && link(endpoint).state() == PeerLink.State.CONNECTING) {
            return ON_THE_WAY;
        }
        CompletableFuture<Object> answer = new CompletableFuture<>();
        invokeAsync(endpoint, request, ctx, (result, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(result);
            }
        }, timeoutMs);
        try {
            return answer.get(timeoutMs + 1000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RemotingException r ? r : new RemotingException(e.getCause());
        } catch (TimeoutException e) {
            throw new InvokeTimeoutException(e);
        }
    }

    @Override
    public void invokeAsync(Endpoint endpoint, Object request, @Nullable InvokeContext ctx, InvokeCallback callback,
            long timeoutMs)
            throws RemotingException {
        Message message = (Message) request;
        MessageTable.Type type = wire.table().className(message.getClass().getName())
                .orElseThrow(() -> new RemotingException(message.getClass().getName() + " is not in the table"));
        Frame frame = Frame.request(type, ids.incrementAndGet(), message);
        if (frame.size() - 4 > Frame.MAX_LENGTH) {
            throw new RemotingException(
                    "a message of " + frame.size() + " bytes is over the limit of " + Frame.MAX_LENGTH);
        }
        PeerLink link = link(endpoint);
        Call call = new Call(frame, callback);
        call.timeout(wire.timer().newTimeout(
                t -> link.end(call,
                        new InvokeTimeoutException("no answer from " + endpoint + " in " + timeoutMs + " ms")),
                timeoutMs,
                TimeUnit.MILLISECONDS));
        link.send(call);
    }

    /** Calls that wait for an answer, over all peers. */
    int openCalls() {
        return links.values().stream().mapToInt(PeerLink::openCalls).sum();
    }

    /** What was refused so far. */
    Refusals refusals() {
        return wire.refusals();
    }
}
