package io.althing.resource;

import io.althing.registry.Proposal;
import io.althing.registry.RegistryState;
import io.althing.store.Consistency;
import io.althing.store.ForwardingStore;
import io.althing.store.Read;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import io.althing.store.StoreStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A store that fails on command. */
final class FaultyStore extends ForwardingStore {
    private volatile Optional<RuntimeException> failure = Optional.empty();
    private volatile Duration silence = Duration.ZERO;

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

    void heal() {
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
                ? super.read(consistency, query)
                : CompletableFuture.failedFuture(failure.get());
    }

    @Override
    public StoreStatus status() {
        StoreStatus s = super.status();
        return new StoreStatus(s.node(), s.leader(), s.leads(), s.term(), s.lastIndex(), s.appliedIndex(), silence,
                s.auditSize(), s.chainDigest(), s.members(), s.fenced());
    }
}
