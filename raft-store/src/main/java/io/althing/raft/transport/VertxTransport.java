package io.althing.raft.transport;

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
    private @Nullable Wire wire;

    /**
     * @param listen the one address to bind
     * @param faults {@link LinkFaults#none} but in drills
     */
    public record Config(DialMap.Target listen, DialMap dialMap, LinkFaults faults) {}

    public VertxTransport(Config config) {
        this.config = config;
    }

    private synchronized Wire wire() {
        Wire current = wire;
        if (current == null) {
            Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setWorkerPoolSize(1)
                    .setInternalBlockingPoolSize(1).setFileSystemOptions(
                            new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
            ExecutorService events = Executors
                    .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("raft-link-events-", 0).factory());
            HashedWheelTimer timer = new HashedWheelTimer(
                    Thread.ofPlatform().daemon().name("raft-link-timer-", 0).factory(), 5,
                    TimeUnit.MILLISECONDS);
            current = new Wire(vertx, timer, events, new MessageTable(), new Refusals(System::nanoTime), config.faults);
            wire = current;
        }
        return current;
    }

    @Override
    public RpcServer newServer() {
        return new TransportServer(wire(), config.listen);
    }

    @Override
    public RpcClient newClient() {
        return new TransportClient(wire(), config.dialMap, System::nanoTime);
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
