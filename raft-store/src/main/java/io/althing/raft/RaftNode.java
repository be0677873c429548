package io.althing.raft;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.althing.raft.transport.CertificatesInForce;
import io.althing.raft.transport.LinkFaults;
import io.althing.raft.transport.RaftTransport;
import io.althing.registry.NodeId;

/**
 * One member of a replicated group. Thread-safe. Futures complete on a thread of the node: what hangs on them must be short or go
 * elsewhere. They fail with a {@link ProposeFailure} (proposals and reads) or an {@link AdminFailure} (membership), possibly wrapped in
 * a {@link java.util.concurrent.CompletionException} by later stages.
 *
 * @param <R> what the state machine yields for an entry
 */
public final class RaftNode<R> {
    /** The largest payload, in bytes. */
    public static final int MAX_PAYLOAD = 2 << 20;

    private final RaftNodeConfig config;
    private final ReplicatedStateMachine<R> machine;
    private final ResultCodec<R> codec;
    private final Hooks hooks;
    private final RaftTransport transport;
    private final AtomicReference<@Nullable RunningNode<R>> running = new AtomicReference<>();
    private volatile boolean stopping;

    /**
     * What a node needs from the process around it.
     *
     * @param clock stamps entries while this node leads
     * @param random draws this node's incarnation on its first start
     * @param onFatal called once, on a thread of its own, when the node can do no more; it should end the process with a distinct code
     * @param links what goes wrong between this node and others; only a drill's own main class passes anything but none
     */
    public record Hooks(InstantSource clock, RandomGenerator random, LeadershipListener leadership,
            Consumer<FatalError> onFatal, LinkFaults links) {

        /** For a node whose messages all arrive. */
        public Hooks(InstantSource clock, RandomGenerator random, LeadershipListener leadership,
                Consumer<FatalError> onFatal) {
            this(clock, random, leadership, onFatal, LinkFaults.none());
        }
    }

    public RaftNode(RaftNodeConfig config, ReplicatedStateMachine<R> machine, ResultCodec<R> codec, Hooks hooks) {
        this(config, machine, codec, hooks, Transports.standard(config, hooks.links()));
    }

    RaftNode(RaftNodeConfig config, ReplicatedStateMachine<R> machine, ResultCodec<R> codec, Hooks hooks,
            RaftTransport transport) {
        this.config = config;
        this.machine = machine;
        this.codec = codec;
        this.hooks = hooks;
        this.transport = transport;
    }

    /**
     * Starts the node and returns once it takes part in Raft. On the first start of a cluster's seed this waits, without limit, until
     * every other seed has been started; an interrupt or {@link #stop} ends the wait.
     *
     * @throws StartRefused if the data directory is not this node's or has lost its log, or the address cannot be bound
     */
    public void start() throws IOException, StartRefused, InterruptedException {
        RunningNode<R> node = new RunningNode<>(config, machine, codec, hooks, transport);
        node.start(() -> stopping);
        running.set(node);
        if (stopping) {
            stop();
        }
    }

    /** Stops the node and waits until it has; the state machine is not called after this returns. Harmless if it never started. */
    public void stop() {
        stopping = true;
        RunningNode<R> node = running.getAndSet(null);
        if (node != null) {
            node.stop();
        }
    }

    /**
     * Commits a payload through whichever node leads. It may reach the log more than once, so it must carry a request id that the state
     * machine remembers; it must not be empty.
     *
     * @param deadline how long to try; the future completes about then at the latest
     */
    public CompletableFuture<Committed<R>> propose(byte[] payload, Duration deadline) {
        requirePayload(payload);
        return with(node -> node.propose(payload, deadline));
    }

    /**
     * Commits a payload only if this node leads in that term, so that a deposed leader's work cannot enter the log late. Not retried.
     * Fails with {@link ProposeFailure.TermPassed} if the term is over.
     */
    public CompletableFuture<Committed<R>> proposeInTerm(byte[] payload, long expectedTerm) {
        requirePayload(payload);
        return with(node -> node.proposeInTerm(payload, expectedTerm));
    }

    /**
     * Completes when a local read is linearizable. After reading, ask {@link Status#fenced} or {@link #fenced} again: if it is set, the
     * answer must be thrown away.
     */
    public CompletableFuture<ReadPoint> readIndex(Duration timeout) {
        return with(node -> node.reader().readPoint(timeout));
    }

    /** Whether a fatal error has stopped this node; nothing it would answer may be used. */
    public boolean fenced() {
        RunningNode<R> node = running.get();
        return node == null || node.view().fenced();
    }

    /** Fences this node: it answers nothing from now on, and the process is told. Harmless if it is not started or fenced already. */
    public void fence(FatalError error) {
        RunningNode<R> node = running.get();
        if (node != null) {
            node.fence(error);
        }
    }

    /** A snapshot of this node's view; cheap enough for a health check. */
    public Status status() {
        RunningNode<R> node = running.get();
        if (node != null) {
            return node.status();
        }
        return new Status(config.self().node(), stopping ? Status.Role.STOPPED : Status.Role.STARTING, Optional.empty(),
                0,
                new Status.Positions(0, 0, machine.appliedIndex()), List.of(), Duration.ZERO, false);
    }

    /** On the leader: adds a started, empty node without a vote. Completes when the log says so; catching up goes on. */
    public CompletableFuture<Void> addLearner(Member member) {
        return with(node -> node.membership().addLearner(member));
    }

    /** On the leader: gives a learner a vote, once it has caught up. */
    public CompletableFuture<Void> makeVoter(NodeId id) {
        return with(node -> node.membership().makeVoter(id));
    }

    /** On the leader: removes a learner or a voter, not the last but one. Its name can never be used again. */
    public CompletableFuture<Void> removeMember(NodeId id) {
        return with(node -> node.membership().remove(id));
    }

    /** On the leader: asks another voter to lead. Completes when the handover has begun; watch {@link #status}. */
    public CompletableFuture<Void> transferLeadership(NodeId id) {
        return with(node -> node.membership().transfer(id));
    }

    /**
     * Which voter or learner keeps the cluster below the feature level, a clause for people: it does not answer, or its build is too old.
     * Empty if every one of them says now that its build knows the level.
     */
    public CompletableFuture<Optional<String>> lacking(int level) {
        return with(node -> node.membership().lacking(level));
    }

    /**
     * On the leader: acts if every voter and learner says now that its build knows the feature level, and fails with an
     * {@link AdminFailure} that names one if not. No change of membership happens until what was done completes.
     */
    public <T> CompletableFuture<T> ifAllKnow(int level, Supplier<CompletableFuture<T>> act) {
        return with(node -> node.membership().ifAllKnow(level, act));
    }

    /** Takes a snapshot of this node now; completes when it is on disk. */
    public CompletableFuture<Void> snapshotNow() {
        return with(node -> node.membership().snapshot());
    }

    /** The certificate this node shows and the authorities it trusts; empty without TLS. */
    public Optional<CertificatesInForce> certificates() {
        return transport.certificates();
    }

    /** How much of what other nodes, or strangers, sent was refused so far, by kind. */
    public Map<String, Long> refused() {
        return transport.refused();
    }

    /**
     * Reads the certificate files again, uses them from now on, and replaces open connections; no proposal is lost.
     *
     * @throws IOException naming what is wrong with them; the old ones stay in force then
     */
    public void reloadCertificates() throws IOException {
        transport.reloadCertificates();
    }

    private <T> CompletableFuture<T> with(Function<RunningNode<R>, CompletableFuture<T>> use) {
        RunningNode<R> node = running.get();
        return node == null
                ? CompletableFuture.failedFuture(new ProposeFailure.Stopped("the node is not started"))
                : use.apply(node);
    }

    private static void requirePayload(byte[] payload) {
        if (payload.length > MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "a payload of " + payload.length + " bytes cannot be proposed; the limit is " + MAX_PAYLOAD);
        }
        if (payload.length == 0) {
            throw new IllegalArgumentException("an empty payload cannot be proposed; it means a barrier");
        }
    }
}
