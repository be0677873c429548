package io.althing.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** How far this node has applied data entries, and who waits for it to get further. */
final class AppliedIndex {
    private final TreeMap<Long, List<CompletableFuture<Void>>> waiting = new TreeMap<>();
    private long index;

    synchronized long get() {
        return index;
    }

    /** Completes once the index is reached; on the advancing thread. */
    synchronized CompletableFuture<Void> reaching(long target) {
        if (index >= target) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> future = new CompletableFuture<>();
        waiting.computeIfAbsent(target, t -> new ArrayList<>()).add(future);
        return future;
    }

    void advance(long to) {
        List<CompletableFuture<Void>> due = new ArrayList<>();
        synchronized (this) {
            if (to <= index) {
                return;
            }
            index = to;
            var reached = waiting.headMap(to, true);
            reached.values().forEach(due::addAll);
            reached.clear();
        }
        due.forEach(f -> f.complete(null));
    }
}
