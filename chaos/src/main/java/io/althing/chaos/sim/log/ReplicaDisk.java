package io.althing.chaos.sim.log;

import io.althing.store.MemoryKeyValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What a replica has on disk: its term and log, which are synced before anything is said about them, its latest snapshot, and its state,
 * which survives the process but not a loss of power.
 */
final class ReplicaDisk {
    private final List<Entry> log = new ArrayList<>();
    private long base;
    private long baseTerm;
    private long term;
    private Snapshot snapshot = new Snapshot(0, 0, new MemoryKeyValue());
    private MemoryKeyValue state = new MemoryKeyValue();

    /** The whole state after an index. */
    record Snapshot(long index, long term, MemoryKeyValue values) {}

    long term() {
        return term;
    }

    void term(long next) {
        term = next;
    }

    /** Entries up to here are only in the snapshot. */
    long base() {
        return base;
    }

    long last() {
        return base + log.size();
    }

    long lastTerm() {
        return termAt(last());
    }

    long termAt(long index) {
        return index == base ? baseTerm : log.get((int) (index - base - 1)).term();
    }

    Entry entry(long index) {
        return log.get((int) (index - base - 1));
    }

    /** A copy of the entries from one index to another, both included, at most so many. */
    List<Entry> entries(long from, long to, int most) {
        long end = Math.min(to, from + most - 1);
        return end < from ? List.of() : List.copyOf(log.subList((int) (from - base - 1), (int) (end - base)));
    }

    void append(Entry entry) {
        log.add(entry);
    }

    /** Drops the index and everything after it. */
    void truncate(long index) {
        log.subList((int) (index - base - 1), log.size()).clear();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    MemoryKeyValue state() {
        return state;
    }

    /** Keeps a snapshot and forgets the log up to the one before it, so that a follower a little behind needs none. */
    void keep(Snapshot next) {
        long before = snapshot.index();
        if (before > base) {
            baseTerm = termAt(before);
            log.subList(0, (int) (before - base)).clear();
            base = before;
        }
        snapshot = next;
    }

    /** Takes over somebody else's snapshot; the log ends there. */
    void install(Snapshot from) {
        log.clear();
        base = from.index();
        baseTerm = from.term();
        snapshot = from;
        state = from.values().copy();
    }

    /** The state goes back to what was certainly synced. */
    void losePower() {
        state = snapshot.values().copy();
    }
}
