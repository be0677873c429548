package io.althing.chaos.sim.log;

import io.althing.chaos.sim.time.Agenda;
import io.althing.registry.Proposal;
import io.althing.registry.RegistryState;
import io.althing.store.Consistency;
import io.althing.store.ForwardingStore;
import io.althing.store.Read;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A simulated store for callers who wait: simulated time passes while they do. */
final class Pump extends ForwardingStore {
    private final Agenda agenda;

    Pump(RegistryStore store, Agenda agenda) {
        super(store);
        this.agenda = agenda;
    }

    private <T> CompletableFuture<T> waitable(CompletableFuture<T> future) {
        var waiting = new CompletableFuture<T>() {
            @Override
            public T get(long timeout, TimeUnit unit)
                    throws InterruptedException, ExecutionException, TimeoutException {
                long end = agenda.now() + unit.toNanos(timeout);
                while (!isDone() && agenda.next().filter(at -> at <= end).isPresent()) {
                    agenda.step();
                }
                return super.get(1, TimeUnit.MILLISECONDS);
            }
        };
        CompletableFuture<T> unused = future.whenComplete((value, failure) -> {
            if (failure == null) {
                waiting.complete(value);
            } else {
                waiting.completeExceptionally(failure instanceof java.util.concurrent.CompletionException wrapped
                        ? wrapped.getCause()
                        : failure);
            }
        });
        return waiting;
    }

    @Override
    public CompletableFuture<Receipt> propose(Proposal proposal, Duration deadline) {
        return waitable(super.propose(proposal, deadline));
    }

    @Override
    public CompletableFuture<Receipt> proposeInTerm(Proposal proposal, long term) {
        return waitable(super.proposeInTerm(proposal, term));
    }

    @Override
    public <T> CompletableFuture<Read<T>> read(Consistency consistency, Function<RegistryState, T> query) {
        return waitable(super.read(consistency, query));
    }
}
