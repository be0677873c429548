package io.althing.raft;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What JRaft's threads tell this node about its place in the cluster, readable from any thread. */
final class NodeView {
    private final AtomicBoolean fenced = new AtomicBoolean();
    private final AtomicLong term = new AtomicLong();
    private final AtomicLong leadingTerm = new AtomicLong();
    private final AtomicLong snapshotIndex = new AtomicLong();
    private final AtomicLong leaderHeardNanos;

    NodeView(long nowNanos) {
        leaderHeardNanos = new AtomicLong(nowNanos);
    }

    boolean fenced() {
        return fenced.get();
    }

    /** Whether this call was the one that fenced it. */
    boolean fence() {
        return fenced.compareAndSet(false, true);
    }

    long term() {
        return term.get();
    }

    void termSeen(long seen) {
        term.accumulateAndGet(seen, Math::max);
    }

    /** Leadership began; its term counts as seen. */
    void leading(long since) {
        leadingTerm.set(since);
        termSeen(since);
    }

    /** Leadership ended. */
    void notLeading() {
        leadingTerm.set(0);
    }

    /** Whether leadership of the newest term this node has seen a leader of is its own. */
    boolean leadsNewestTerm() {
        return leadingTerm.get() == term.get() && leadingTerm.get() > 0;
    }

    void leaderHeard(long nowNanos) {
        leaderHeardNanos.set(nowNanos);
    }

    long leaderHeardNanos() {
        return leaderHeardNanos.get();
    }

    /** The index of the newest snapshot here. */
    long snapshotIndex() {
        return snapshotIndex.get();
    }

    void snapshotAt(long index) {
        snapshotIndex.accumulateAndGet(index, Math::max);
    }
}
