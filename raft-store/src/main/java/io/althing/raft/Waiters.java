package io.althing.raft;

import io.althing.store.StoreFailure;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Those who wait until this replica has applied an index. */
final class Waiters implements AutoCloseable {
    private final ConcurrentSkipListMap<Ticket, CompletableFuture<Long>> waiting = new ConcurrentSkipListMap<>(
            Comparator.comparingLong(Ticket::index).thenComparingLong(Ticket::number));
    private final AtomicLong numbers = new AtomicLong();
    private volatile long applied;

    private record Ticket(long index, long number) {}

    CompletableFuture<Long> reached(long index, long appliedNow, Duration timeout) {
        if (index <= Math.max(appliedNow, applied)) {
            return CompletableFuture.completedFuture(index);
        }
        var ticket = new Ticket(index, numbers.incrementAndGet());
        var future = new CompletableFuture<Long>();
        waiting.put(ticket, future);
        if (index <= applied) {
            future.complete(index);
        }
        return StoreFailures.orTimeout(future, timeout, () -> new StoreFailure(StoreFailure.Reason.TOO_FAR_BEHIND,
                "index " + index + " was not reached here in " + timeout.toMillis() + " ms; this replica is at "
                        + applied))
                .whenComplete((done, error) -> waiting.remove(ticket));
    }

    void applied(long index) {
        applied = index;
        waiting.headMap(new Ticket(index, Long.MAX_VALUE), true).values().forEach(f -> f.complete(index));
    }

    @Override
    public void close() {
        waiting.values().forEach(f -> f.completeExceptionally(
                new StoreFailure(StoreFailure.Reason.STOPPED, "this node is stopping; ask another region")));
    }
}
