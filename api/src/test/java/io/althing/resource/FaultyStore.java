package io.althing.resource;

import io.althing.registry.Proposal;
import io.althing.registry.RegistryState;
import io.althing.registry.Table;
import io.althing.store.Consistency;
import io.althing.store.ForwardingStore;
import io.althing.store.Read;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import io.althing.store.StoreStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A store that fails on command. */
final class FaultyStore extends ForwardingStore {
    private static final RegistryState NOTHING = new RegistryState() {
        @Override
        public <T> Optional<T> get(Table<T> table, String key) {
            return Optional.empty();
        }

        @Override
        public <T> List<Row<T>> range(Table<T> table, String prefix, Optional<String> after, int limit) {
            return List.of();
        }
    };

    private volatile Optional<RuntimeException> failure = Optional.empty();
    private volatile Duration silence = Duration.ZERO;
    private volatile boolean formed = true;

    FaultyStore(RegistryStore sound) {
        super(sound);
    }

    void fail(StoreFailure.Reason reason) {
        failure = Optional.of(new StoreFailure(reason, "told to fail"));
    }

    void breakDown() {
        failure = Optional.of(new IllegalStateException("a secret detail"));
    }

    void silence(Duration since) {
        silence = since;
    }

    /** Reads find nothing from now on, as before the cluster is formed. */
    void unform() {
        formed = false;
    }

    void heal() {
        formed = true;
        failure = Optional.empty();
        silence = Duration.ZERO;
    }

    @Override
    public CompletableFuture<Receipt> propose(Proposal proposal, Duration deadline) {
        return failure.<CompletableFuture<Receipt>>map(CompletableFuture::failedFuture)
                .orElseGet(() -> super.propose(proposal, deadline));
    }

    @Override
    public <T> CompletableFuture<Read<T>> read(Consistency consistency, Function<RegistryState, T> query) {
        return consistency instanceof Consistency.Local || failure.isEmpty()
                ? super.read(consistency, state -> query.apply(formed ? state : NOTHING))
                : CompletableFuture.failedFuture(failure.get());
    }

    @Override
    public StoreStatus status() {
        StoreStatus s = super.status();
        return new StoreStatus(s.node(), s.leader(), s.leads(), s.term(), s.lastIndex(), s.appliedIndex(), silence,
                s.auditSize(), s.chainDigest(), s.members(), s.levels(), s.fenced());
    }
}
