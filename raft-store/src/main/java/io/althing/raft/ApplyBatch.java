package io.althing.raft;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;

/** Consecutive committed entries on their way into the state machine, with those who wait for them. */
final class ApplyBatch<R> {
    private static final int MAX_ENTRIES = 1000;
    private static final int MAX_BYTES = 1 << 20;

    private final long alreadyApplied;
    private final List<LogEntry> entries = new ArrayList<>();
    private final List<Waiter<R>> waiters = new ArrayList<>();
    private int bytes;
    private int size;
    private long firstIndex;
    private long lastIndex;
    private long lastTerm;

    /** @param position place among the entries, or -1 for a barrier */
    private record Waiter<R>(ProposalClosure<R> closure, long index, long term, int position) {}

    ApplyBatch(long alreadyApplied) {
        this.alreadyApplied = alreadyApplied;
    }

    @SuppressWarnings("unchecked")
    void add(Iterator iter) {
        long index = iter.getIndex();
        long term = iter.getTerm();
        int position = -1;
        if (!LogFrame.isBarrier(iter.getData()) && index > alreadyApplied) {
            position = entries.size();
            entries.add(LogFrame.read(index, term, iter.getData()));
            bytes += iter.getData().remaining();
        }
        Closure done = iter.done();
        if (done != null) {
            waiters.add(new Waiter<>((ProposalClosure<R>) done, index, term, position));
        }
        firstIndex = size == 0 ? index : firstIndex;
        lastIndex = index;
        lastTerm = term;
        size++;
    }

    boolean isFull() {
        return size >= MAX_ENTRIES || bytes >= MAX_BYTES;
    }

    /** Entries in it, those not given to the state machine included. */
    int size() {
        return size;
    }

    long firstIndex() {
        return firstIndex;
    }

    long lastIndex() {
        return lastIndex;
    }

    long lastTerm() {
        return lastTerm;
    }

    /** Applies, and returns what completes the waiters: to be run only if this returns. */
    Runnable writeTo(ReplicatedStateMachine<R> machine) throws IOException {
        List<R> results = entries.isEmpty() ? List.of() : machine.apply(List.copyOf(entries));
        if (results.size() != entries.size()) {
            throw new IllegalStateException(
                    "the state machine gave " + results.size() + " results for " + entries.size() + " entries");
        }
        return () -> {
            for (Waiter<R> waiter : waiters) {
                @Nullable
                R result = waiter.position < 0 ? null : results.get(waiter.position);
                waiter.closure.applied(waiter.index, waiter.term, result);
            }
        };
    }
}
