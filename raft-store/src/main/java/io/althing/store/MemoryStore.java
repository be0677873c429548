package io.althing.store;

import io.althing.codec.BuildTooOld;
import io.althing.codec.Codecs;
import io.althing.registry.NodeId;
import io.althing.registry.Proposal;
import io.althing.registry.Registry;
import io.althing.registry.RegistryState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A registry on one machine's memory: the fake that passes the same contract as the replicated one. It always has a quorum; commands are
 * counted from 1 in place of log indices.
 */
public final class MemoryStore implements RegistryStore {
    private final NodeId node;
    private final InstantSource clock;
    private final Codecs codecs;
    private final KeyValue values = new MemoryKeyValue();
    private final Applier applier;
    private final StoredAudit audit;
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("memory-store").daemon(true).factory());
    private final List<Consumer<AppliedNotice>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean halted;

    /**
     * An empty registry.
     *
     * @param clock stamps proposals
     */
    public MemoryStore(NodeId node, Registry registry, Codecs codecs, InstantSource clock) {
        this.node = node;
        this.clock = clock;
        this.codecs = codecs;
        this.applier = new Applier(values, registry, codecs);
        this.audit = new StoredAudit(() -> applier);
    }

    @Override
    public CompletableFuture<Receipt> propose(Proposal proposal, Duration deadline) {
        byte[] payload = codecs.proposals().encode(proposal);
        return CompletableFuture.supplyAsync(() -> apply(payload), thread);
    }

    private Receipt apply(byte[] payload) {
        requireRunning();
        try {
            return applied(payload);
        } catch (BuildTooOld tooNew) {
            halted = true;
            throw new StoreFailure(StoreFailure.Reason.STOPPED, String.valueOf(tooNew.getMessage()));
        }
    }

    private void requireRunning() {
        if (halted) {
            throw new StoreFailure(StoreFailure.Reason.STOPPED, "this store has halted; it answers nothing");
        }
    }

    private Receipt applied(byte[] payload) {
        var record = new LogRecord(applier.appliedIndex() + 1, clock.instant(), payload);
        Receipt receipt = applier.apply(List.of(record)).get(0).orElseThrow();
        var notice = new AppliedNotice(applier.appliedIndex(), applier.auditSize(), applier.changed());
        listeners.forEach(listener -> listener.accept(notice));
        return receipt;
    }

    @Override
    public CompletableFuture<Receipt> proposeInTerm(Proposal proposal, long term) {
        if (term != 1) {
            return CompletableFuture.failedFuture(
                    new StoreFailure(StoreFailure.Reason.NOT_LEADER, "term " + term + " is not the present one, 1"));
        }
        return propose(proposal, Duration.ZERO);
    }

    @Override
    public <T> CompletableFuture<Read<T>> read(Consistency consistency, Function<RegistryState, T> query) {
        return CompletableFuture.supplyAsync(() -> {
            requireRunning();
            if (consistency instanceof Consistency.AtLeast wanted && wanted.index() > applier.appliedIndex()) {
                throw new StoreFailure(StoreFailure.Reason.TOO_FAR_BEHIND,
                        "index " + wanted.index() + " was not reached; this store is at " + applier.appliedIndex());
            }
            return new Read<>(query.apply(applier.state(values)), applier.appliedIndex(), 1L, Duration.ZERO);
        }, thread);
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
        return new StoreStatus(node, Optional.of(node), true, 1, applier.appliedIndex(), applier.appliedIndex(),
                Duration.ZERO, applier.auditSize(), applier.chainDigest(),
                List.of(new StoreStatus.MemberStatus(node, "memory", true)), applier.levels(), halted);
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
