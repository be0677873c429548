package io.althing.raft;

import io.althing.audit.ColdStore;
import io.althing.codec.Codecs;
import io.althing.registry.Proposal;
import io.althing.registry.Registry;
import io.althing.registry.RegistryState;
import io.althing.store.Applier;
import io.althing.store.AuditArchive;
import io.althing.store.AuditReader;
import io.althing.store.Consistency;
import io.althing.store.DigestMark;
import io.althing.store.Levels;
import io.althing.store.Read;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import io.althing.store.StoreStatus;
import io.althing.store.StoredAudit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** The registry replicated by Raft. What {@link RegistryStore} promises, this keeps on the disks of a majority. */
public final class JraftStore implements RegistryStore {
    private final Codecs codecs;
    private final RegistryStateMachine machine;
    private final RaftNode<Receipt> node;
    private final Waiters waiters = new Waiters();
    private final List<Consumer<AppliedNotice>> listeners = new CopyOnWriteArrayList<>();
    private final StoredAudit audit;
    private final Optional<AuditArchive> archive;

    /**
     * Opens this replica's state; nothing is sent before {@link #start}.
     *
     * @param config which node this is; its state lies in {@code dataDir/state}
     * @param hooks what the node needs of the process around it
     * @throws io.althing.store.KeyValueFault if the stored state is damaged or the disk refuses
     */
    public JraftStore(RaftNodeConfig config, Registry registry, Codecs codecs, RaftNode.Hooks hooks)
            throws IOException {
        this(config, registry, codecs, hooks, Optional.empty());
    }

    /**
     * The same, with a place for the oldest audit entries.
     *
     * @param cold where {@link #archive} moves them and where they are read from
     */
    public JraftStore(RaftNodeConfig config, Registry registry, Codecs codecs, RaftNode.Hooks hooks,
            Optional<ColdStore> cold) throws IOException {
        this.codecs = codecs;
        this.machine = new RegistryStateMachine(config.dataDir().resolve("state"), registry, codecs, this::applied);
        this.node = new RaftNode<>(config, machine, new ReceiptCodec(codecs.json()), hooks);
        this.audit = new StoredAudit(machine::applier, cold);
        this.archive = cold.map(store -> new AuditArchive(machine::applier, audit, store, codecs.entries()));
    }

    /**
     * Takes part in the cluster; returns once Raft runs. See {@link RaftNode#start}.
     *
     * @throws StartRefused if this node must not start on this directory
     */
    public void start() throws IOException, StartRefused, InterruptedException {
        node.start();
    }

    /** Membership, leadership and snapshots. */
    public RaftNode<Receipt> raft() {
        return node;
    }

    /** Chained digests at recent indices, to be compared with other replicas'. */
    public List<DigestMark> recentDigests() {
        return machine.applier().recentDigests();
    }

    /** The cluster's feature level as applied here, and this build's. */
    public Levels levels() {
        return machine.levels();
    }

    /** Stops serving for good because this replica is not what the others are; the process is told to end. */
    public void fence(String why) {
        node.fence(new FatalError(FatalError.Kind.DIVERGED, why));
    }

    @Override
    public CompletableFuture<Receipt> propose(Proposal proposal, Duration deadline) {
        return StoreFailures.translated(
                node.propose(codecs.proposals().encode(proposal), deadline).thenApply(Committed::result));
    }

    @Override
    public CompletableFuture<Receipt> proposeInTerm(Proposal proposal, long term) {
        return StoreFailures.translated(
                node.proposeInTerm(codecs.proposals().encode(proposal), term).thenApply(Committed::result));
    }

    @Override
    public <T> CompletableFuture<Read<T>> read(Consistency consistency, Function<RegistryState, T> query) {
        return switch (consistency) {
            case Consistency.Linearizable wanted -> StoreFailures.translated(node.readIndex(wanted.timeout()))
                    .thenApply(point -> read(query, point.term(), Duration.ZERO));
            case Consistency.Local local -> CompletableFuture.supplyAsync(() -> local(query), Runnable::run);
            case Consistency.AtLeast wanted -> waiters.reached(wanted.index(), machine.appliedIndex(), wanted.timeout())
                    .thenApply(reached -> local(query));
        };
    }

    private <T> Read<T> local(Function<RegistryState, T> query) {
        Status now = node.status();
        return read(query, now.term(), now.sinceLeader());
    }

    private <T> Read<T> read(Function<RegistryState, T> query, long term, Duration age) {
        long index = machine.appliedIndex();
        T value = machine.view(query);
        if (node.fenced()) {
            throw new StoreFailure(StoreFailure.Reason.STOPPED, "this node is fenced off; ask another region");
        }
        return new Read<>(value, index, term, age);
    }

    private void applied(AppliedNotice notice) {
        waiters.applied(notice.index());
        listeners.forEach(listener -> listener.accept(notice));
    }

    /** What moves the oldest audit entries to the cold store; empty if there is none. */
    public Optional<AuditArchive> archive() {
        return archive;
    }

    /** How many of the oldest audit entries were moved to a cold store by this replica or the one its snapshot came from. */
    public long coldEntries() {
        return machine.applier().coldEntries();
    }

    @Override
    public AuditReader audit() {
        return audit;
    }

    @Override
    public Registration onApplied(Consumer<AppliedNotice> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public StoreStatus status() {
        Status now = node.status();
        Applier applier = machine.applier();
        List<StoreStatus.MemberStatus> members = now.members().stream()
                .map(m -> new StoreStatus.MemberStatus(m.member().node(), m.member().toString(), m.voter())).toList();
        return new StoreStatus(now.self(), now.leader().map(Member::node), now.role() == Status.Role.LEADER, now.term(),
                now.positions().last(), applier.appliedIndex(), now.sinceLeader(), applier.auditSize(),
                applier.chainDigest(), members, applier.levels(), now.fenced());
    }

    @Override
    public void close() {
        node.stop();
        waiters.close();
        machine.close();
    }
}
