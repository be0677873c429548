package io.althing.store;

import io.althing.registry.Proposal;
import io.althing.registry.RegistryState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Hands every call to another store: the base of those that change a few. */
public abstract class ForwardingStore implements RegistryStore {
    private final RegistryStore to;

    protected ForwardingStore(RegistryStore to) {
        this.to = to;
    }

    @Override
    public CompletableFuture<Receipt> propose(Proposal proposal, Duration deadline) {
        return to.propose(proposal, deadline);
    }

    @Override
    public CompletableFuture<Receipt> proposeInTerm(Proposal proposal, long term) {
        return to.proposeInTerm(proposal, term);
    }

    @Override
    public <T> CompletableFuture<Read<T>> read(Consistency consistency, Function<RegistryState, T> query) {
        return to.read(consistency, query);
    }

    @Override
    public AuditReader audit() {
        return to.audit();
    }

    @Override
    public Registration onApplied(Consumer<AppliedNotice> listener) {
        return to.onApplied(listener);
    }

    @Override
    public StoreStatus status() {
        return to.status();
    }

    @Override
    public void close() {
        to.close();
    }
}
