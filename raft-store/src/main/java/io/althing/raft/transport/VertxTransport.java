package io.althing.raft.transport;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;

import io.netty.util.HashedWheelTimer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** The transport nodes use: length-prefixed protobuf frames over TCP, on event loops of its own. */
public final class VertxTransport implements RaftTransport {
    private static final Logger LOG = LoggerFactory.getLogger(VertxTransport.class);
    private static final int EVENT_LOOPS = 2;

    private final Config config;
    private final Ages ages;
    private final Refusals refusals = new Refusals(System::nanoTime);
    private Optional<TlsGate> gate = Optional.empty();
    private final List<TransportServer> servers = new ArrayList<>();
    private final List<TransportClient> clients = new ArrayList<>();
    private @Nullable Wire wire;

    /**
     * @param listen the one address to bind
     * @param tls absent for plaintext, which proves nothing about who is at the other end
     * @param faults {@link LinkFaults#none} but in drills
     */
    public record Config(DialMap.Target listen, DialMap dialMap, Optional<Tls> tls, LinkFaults faults) {

        /** @param self who the certificate must say this node is */
        public record Tls(TlsFiles files, PeerIdentity self) {}

        /** Plaintext, nothing goes wrong on purpose. */
        public static Config plaintext(DialMap.Target listen, DialMap dialMap) {
            return new Config(listen, dialMap, Optional.empty(), LinkFaults.none());
        }
    }

    public VertxTransport(Config config) {
        this(config, new Ages(Duration.ofHours(1), Duration.ofMinutes(90)));
    }

    /**
     * How old a connection may grow, so that a renewed certificate reaches every one.
     *
     * @param dialled replaced when next used
     * @param accepted closed; longer, for the dialling side knows when it does not disturb
     */
    record Ages(Duration dialled, Duration accepted) {}

    VertxTransport(Config config, Ages ages) {
        this.config = config;
        this.ages = ages;
    }

    @Override
    public synchronized void open() throws IOException {
        if (config.tls.isPresent()) {
            gate = Optional.of(new TlsGate(config.tls.get()));
        }
    }

    @Override
    public synchronized Optional<CertificatesInForce> certificates() {
        return gate.map(g -> g.material().inForce());
    }

    @Override
    public Map<String, Long> refused() {
        return refusals.counts();
    }

    /**
     * Reads the certificate files again, uses them for every handshake from now on, and replaces open connections.
     *
     * @throws IOException naming what is wrong with them; the old ones stay in force then
     */
    @Override
    public synchronized void reloadCertificates() throws IOException {
        if (gate.isPresent()) {
            gate.get().reload();
            servers.forEach(TransportServer::certificatesChanged);
            clients.forEach(TransportClient::certificatesChanged);
        }
    }

    /** What is timed and neither over nor forgotten yet. */
    long timers() {
        return wire().timer().pendingTimeouts();
    }

    private synchronized Wire wire() {
        Wire current = wire;
        if (current == null) {
            if (config.tls.isPresent() && gate.isEmpty()) {
                throw new IllegalStateException("the transport was not opened; it has no certificate yet");
            }
            Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true)
                    .setEventLoopPoolSize(EVENT_LOOPS).setWorkerPoolSize(1)
                    .setInternalBlockingPoolSize(1).setFileSystemOptions(
                            new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
            ExecutorService events = Executors
                    .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("raft-link-events-", 0).factory());
            HashedWheelTimer timer = new HashedWheelTimer(
                    Thread.ofPlatform().daemon().name("raft-link-timer-", 0).factory(), 5,
                    TimeUnit.MILLISECONDS);
            current = new Wire(vertx, timer, events, new Wire.Security(gate, refusals, InstantSource.system()),
                    new MessageTable(), config.faults);
            wire = current;
        }
        return current;
    }

    @Override
    public synchronized RpcServer newServer() {
        TransportServer server = new TransportServer(wire(), config.listen, ages.accepted);
        servers.add(server);
        return server;
    }

    @Override
    public synchronized RpcClient newClient() {
        TransportClient client = new TransportClient(wire(), config.dialMap, ages.dialled, System::nanoTime);
        clients.add(client);
        return client;
    }

    @Override
    public synchronized void close() {
        Wire current = wire;
        wire = null;
        if (current == null) {
            return;
        }
        try {
            current.vertx().close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the event loops did not end in order; they end with the process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        current.timer().stop();
        current.events().shutdown();
    }
}
