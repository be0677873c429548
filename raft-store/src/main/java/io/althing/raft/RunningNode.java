package io.althing.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.RaftServiceFactory;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.rpc.RpcServer;

import io.althing.raft.ProposalClosure.Outcome;
import io.althing.raft.transport.RaftTransport;

/** The parts of a started node and the order in which they come and go. */
final class RunningNode<R> {
    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
    private static final int LISTEN_ATTEMPTS = 10;
    private static final Duration TICK = Duration.ofMillis(10);

    private final RaftNodeConfig config;
    private final ReplicatedStateMachine<R> machine;
    private final ResultCodec<R> codec;
    private final RaftNode.Hooks hooks;
    private final RaftTransport transport;
    private final NodeView view = new NodeView(System.nanoTime());
    private final AppliedIndex applied = new AppliedIndex();
    private final Configuration seeds;
    private final StorageFactory storage;
    private final AtomicReference<@Nullable Raft<R>> raft = new AtomicReference<>();
    private final NodeEvents events;
    private final NodeExecutors executors;
    private @Nullable RpcServer server;
    private @Nullable Links links;

    /** What exists once Raft runs. */
    private record Raft<R>(NodeImpl node, Appender<R> appender, Proposer<R> proposer, Reader<R> reader,
            Membership membership) {}

    RunningNode(RaftNodeConfig config, ReplicatedStateMachine<R> machine, ResultCodec<R> codec, RaftNode.Hooks hooks,
            RaftTransport transport) {
        this.config = config;
        this.machine = machine;
        this.codec = codec;
        this.hooks = hooks;
        this.transport = transport;
        this.seeds = seeds(config);
        this.storage = new StorageFactory(seeds);
        this.executors = NodeExecutors.create(config.self(), config.settings().limits().rpcThreads());
        this.events = new NodeEvents(view, executors.leadership(), hooks, this::tick);
    }

    void start(BooleanSupplier stopping) throws IOException, StartRefused, InterruptedException {
        JraftOptions.boundPools();
        openTransport();
        Path raftDir = config.dataDir().resolve("raft");
        Formation formation = new Formation(config, raftDir, machine.levels().ofBuild());
        IdentityDesk desk = formation.open(hooks.random());
        boolean started = false;
        try {
            NodeOptions options = JraftOptions.node(config.settings(), transport, raftDir, seeds);
            listen(desk);
            Links asking = new Links(transport, options, executors.rpc());
            links = asking;
            formation.complete(desk, (peer, question) -> asking.ask(peer, question, config.settings().timing().rpc()),
                    stopping);
            Files.createDirectories(raftDir);
            startRaft(options, desk, asking);
            started = true;
        } finally {
            if (!started) {
                stop();
            }
        }
    }

    /** What a seed takes for the first configuration; a joiner waits to be told one. */
    private static Configuration seeds(RaftNodeConfig config) {
        Configuration seeds = new Configuration();
        if (config.genesis().seed(config.self().node()).isPresent()) {
            config.genesis().seeds().forEach(seed -> seeds.addPeer(PeerNames.peer(seed)));
        }
        return seeds;
    }

    private void openTransport() throws StartRefused {
        try {
            transport.open();
        } catch (IOException e) {
            throw new StartRefused(StartRefused.Kind.CERTIFICATE,
                    "node '" + config.self().node() + "' has no usable certificate: " + e.getMessage(),
                    e);
        }
    }

    private void listen(IdentityDesk desk) throws StartRefused, InterruptedException {
        // a process that has just ended may hold the port a moment longer
        Optional<RpcServer> listening = Optional.empty();
        for (int attempt = 0; attempt < LISTEN_ATTEMPTS && listening.isEmpty(); attempt++) {
            if (attempt > 0) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            listening = tryListen(desk);
        }
        server = listening.orElseThrow(
                () -> new StartRefused(StartRefused.Kind.ADDRESS, "cannot listen on " + config.network().listen()
                        + " for other nodes; is it in use, or not this machine's?"));
    }

    private Optional<RpcServer> tryListen(IdentityDesk desk) {
        RpcServer listening = transport.newServer();
        Strangers strangers = new Strangers(storage::isMember, System::nanoTime);
        Processors.register(listening, executors.rpc(),
                new Processors.Reads(view, System::nanoTime, storage::membershipStable, strangers, () -> desk),
                new ForwardProcessor<>(config.genesis().clusterId(),
                        () -> Optional.ofNullable(raft.get()).map(Raft::appender), codec,
                        strangers, executors.rpc()));
        try {
            return listening.init(null) ? Optional.of(listening) : Optional.empty();
        } catch (RuntimeException e) {
            LOG.info("not listening on {} yet: {}", config.network().listen(), Failures.cause(e).getMessage());
            return Optional.empty();
        }
    }

    private void startRaft(NodeOptions options, IdentityDesk desk, Links asking) throws StartRefused {
        options.setServiceFactory(storage);
        options.setFsm(new JraftMachine<>(machine,
                new JraftMachine.Surroundings(view, applied, executors.results(), executors.background(), events)));
        PeerId self = PeerNames.peer(config.self());
        NodeManager.getInstance().addAddress(self.getEndpoint());
        NodeImpl node;
        try {
            node = (NodeImpl) RaftServiceFactory.createAndInitRaftNode(config.genesis().clusterId(), self, options);
        } catch (RuntimeException e) {
            if (events.firstError().filter(error -> error.kind() == FatalError.Kind.BUILD_TOO_OLD).isPresent()) {
                throw new StartRefused(StartRefused.Kind.BUILD_TOO_OLD, events.firstError().get().detail());
            }
            throw new StartRefused(StartRefused.Kind.DAMAGED,
                    "Raft cannot start on " + config.dataDir() + ": " + events.firstError()
                            .map(FatalError::detail)
                            .orElse("its log, votes or snapshot cannot be read; the log above says which")
                            + ". Restart once; if it stays, remove node '" + config.self().node()
                            + "' and start an empty one under a new node id",
                    e);
        }
        Appender<R> appender = new Appender<>(node, view, hooks.clock());
        Proposer<R> proposer = new Proposer<>(node, appender, asking, codec,
                new Proposer.Pulse(view, System::nanoTime));
        Reader<R> reader = new Reader<>(node, proposer,
                new Reader.Sources(view, applied, storage::membershipStable, executors.results(), System::nanoTime));
        raft.set(new Raft<>(node, appender, proposer, reader, new Membership(node, desk, asking,
                new BuildLevels(desk, asking, machine::levels), () -> {
                    var unused = appender.append(new byte[0], Appender.ANY_TERM);
                })));
        var unusedTicks = executors.ticker().scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(),
                TimeUnit.MILLISECONDS);
        long interval = config.settings().snapshots().interval().toMillis();
        var unusedSnapshots = executors.ticker().scheduleWithFixedDelay(this::snapshotIfDue, interval, interval,
                TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            Raft<R> r = raft.get();
            if (r != null) {
                r.proposer.tick();
            }
        } catch (RuntimeException e) {
            LOG.error("retrying proposals failed; it is tried again", e);
        }
    }

    private void snapshotIfDue() {
        Raft<R> r = raft.get();
        if (r != null && applied.get() - view.snapshotIndex() >= config.settings().snapshots().margin()) {
            r.membership.snapshot().exceptionally(failure -> {
                LOG.warn("the regular snapshot was not taken ({}); the next one is tried in {}", failure.getMessage(),
                        config.settings().snapshots().interval());
                return null;
            });
        }
    }

    void stop() {
        Raft<R> r = raft.get();
        if (r != null) {
            r.proposer.stop();
            r.node.shutdown();
            join(r.node);
        }
        NodeManager.getInstance().removeAddress(PeerNames.endpoint(config.self()));
        if (server != null) {
            server.shutdown();
        }
        if (links != null) {
            links.close();
        }
        // whoever serves a request or hears of an answer may need the wire until he is done
        executors.finish();
        transport.close();
    }

    private static void join(NodeImpl node) {
        try {
            node.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    CompletableFuture<Committed<R>> propose(byte[] payload, Duration deadline) {
        return raft().proposer.propose(payload, deadline).thenApply(RunningNode::committed);
    }

    CompletableFuture<Committed<R>> proposeInTerm(byte[] payload, long expectedTerm) {
        return raft().appender.append(payload, expectedTerm).thenCompose(outcome -> switch (outcome) {
            case Outcome.Applied<R> done -> CompletableFuture.completedFuture(committed(done));
            case Outcome.Unknown<R> unknown ->
                CompletableFuture.failedFuture(new ProposeFailure.OutcomeUnknown(unknown.detail()));
            case Outcome.NotAppended<R> not -> CompletableFuture.failedFuture(switch (not.reason()) {
                case NOT_LEADER ->
                    new ProposeFailure.TermPassed("not leading in term " + expectedTerm + ": " + not.detail());
                case BUSY -> new ProposeFailure.Overloaded(not.detail());
                case STOPPED -> new ProposeFailure.Stopped(not.detail());
            });
        });
    }

    private static <R> Committed<R> committed(Outcome.Applied<R> done) {
        return new Committed<>(done.index(), done.term(),
                Objects.requireNonNull(done.result(), "result of a proposal"));
    }

    Reader<R> reader() {
        return raft().reader;
    }

    Membership membership() {
        return raft().membership;
    }

    NodeView view() {
        return view;
    }

    void fence(FatalError error) {
        view.fence();
        events.fatal(error);
    }

    Status status() {
        return StatusReport.of(config.self(), raft().node, view,
                new StatusReport.Moment(System.nanoTime(), applied.get()));
    }

    private Raft<R> raft() {
        return Objects.requireNonNull(raft.get(), "only used after start");
    }
}
