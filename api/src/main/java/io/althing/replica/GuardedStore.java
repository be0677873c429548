package io.althing.replica;

import io.althing.registry.Command;
import io.althing.registry.Proposal;
import io.althing.store.ForwardingStore;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The base of stores that refuse some commands for a while; all else passes. */
abstract class GuardedStore extends ForwardingStore {
    GuardedStore(RegistryStore to) {
        super(to);
    }

    /** Why the command is not proposed now; empty if it may be. Any thread. */
    abstract Optional<StoreFailure> against(Command command);

    @Override
    public CompletableFuture<Receipt> propose(Proposal proposal, Duration deadline) {
        return against(proposal.command()).map(CompletableFuture::<Receipt>failedFuture)
                .orElseGet(() -> super.propose(proposal, deadline));
    }

    @Override
    public CompletableFuture<Receipt> proposeInTerm(Proposal proposal, long term) {
        return against(proposal.command()).map(CompletableFuture::<Receipt>failedFuture)
                .orElseGet(() -> super.proposeInTerm(proposal, term));
    }
}
