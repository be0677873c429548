package io.althing.chaos.sim.log;

import io.althing.chaos.sim.time.SimClock;
import io.althing.registry.NodeId;
import io.althing.registry.RegistryState;
import io.althing.store.AuditReader;
import io.althing.store.RegistryStore.AppliedNotice;
import io.althing.store.StoredAudit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One member of a simulated log. While it leads it appends, replicates, and commits what a majority holds in its own term; otherwise it
 * follows. Everything in memory is lost when it {@linkplain #crash stops}.
 */
public final class SimReplica {
    private static final int BATCH = 64;

    private final String name;
    private final LogParts parts;
    private final SimClock clock;
    private final SimLog log;
    private final ReplicaDisk disk = new ReplicaDisk();
    private final Map<String, Progress> progress = new HashMap<>();
    private final Applying applying;
    private final List<Runnable> leaderWatchers = new ArrayList<>();
    private boolean up = true;
    private boolean leads;
    private int incarnation;
    private long barrier;
    private long heardAt;
    private Optional<String> leader = Optional.empty();

    /** How far a follower is, as its leader knows. */
    private static final class Progress {
        private long next;
        private long match;
        private long toldCommit = -1;
        private long sent;
        private boolean onTheWay;
        private long patienceNanos;
    }

    SimReplica(String name, LogParts parts, SimClock clock, SimLog log) {
        this.name = name;
        this.parts = parts;
        this.clock = clock;
        this.log = log;
        this.applying = new Applying(this, disk, parts);
    }

    /** Its name, which is also its place in the network. */
    public String name() {
        return name;
    }

    NodeId node() {
        return new NodeId(name);
    }

    /** Whether its process runs. */
    public boolean up() {
        return up;
    }

    /** Whether it believes to lead. */
    public boolean leads() {
        return leads;
    }

    long term() {
        return disk.term();
    }

    ReplicaDisk disk() {
        return disk;
    }

    /** The registry's rows as it has applied them. */
    public RegistryState state() {
        return machine().state();
    }

    /** The audit log as it has applied it. */
    public AuditReader audit() {
        return new StoredAudit(() -> machine().applier());
    }

    /** The last log index it has applied. */
    public long appliedIndex() {
        return machine().index();
    }

    Machine machine() {
        return applying.machine();
    }

    Optional<String> leader() {
        return leader;
    }

    long commit() {
        return applying.commit();
    }

    /** Nanoseconds since it last heard from a leader. */
    long silence() {
        return leads ? 0 : parts.agenda().now() - heardAt;
    }

    /** Whether it leads and has committed in its own term, so that it knows what is committed. */
    boolean settled() {
        return leads && commit() >= barrier;
    }

    void onApplied(Consumer<AppliedNotice> listener) {
        applying.onApplied(listener);
    }

    void forget(Consumer<AppliedNotice> listener) {
        applying.forget(listener);
    }

    void onLeader(Runnable watcher) {
        leaderWatchers.add(watcher);
    }

    /** The process ends here and now. */
    public void crash() {
        up = false;
        leads = false;
        incarnation++;
        leader = Optional.empty();
        applying.crash();
        progress.clear();
        leaderWatchers.clear();
        log.changed();
    }

    /** What lies unsynced on its disk is lost. Only while it is down. */
    public void losePower() {
        disk.losePower();
    }

    /** The process starts again on what its disk holds. */
    public void restart() {
        up = true;
        heardAt = parts.agenda().now();
        applying.open();
        log.changed();
    }

    // ---- leading ----

    void lead(long newTerm) {
        disk.term(newTerm);
        leads = true;
        leader = Optional.of(name);
        progress.clear();
        for (String peer : log.others(name)) {
            var fresh = new Progress();
            fresh.next = disk.last() + 1;
            progress.put(peer, fresh);
        }
        disk.append(new Entry(newTerm, clock.millis(), new byte[0]));
        barrier = disk.last();
        replicateAll();
        advance();
        wakeLeaderWatchers();
    }

    void vote(long newTerm) {
        disk.term(newTerm);
        follow(Optional.empty());
    }

    /** Stops leading; what it was asked and cannot answer any more stays unknown. */
    void follow(Optional<String> newLeader) {
        boolean changed = leads || !leader.equals(newLeader);
        leads = false;
        leader = newLeader;
        progress.clear();
        applying.leaveUnknown();
        if (changed) {
            wakeLeaderWatchers();
        }
    }

    private void wakeLeaderWatchers() {
        var watchers = List.copyOf(leaderWatchers);
        leaderWatchers.clear();
        watchers.forEach(Runnable::run);
    }

    void append(byte[] payload, Optional<Long> expectedTerm, Consumer<Fate> answer) {
        if (!up || !leads || expectedTerm.filter(t -> t != disk.term()).isPresent()) {
            answer.accept(new Fate.NotAppended());
            return;
        }
        disk.append(new Entry(disk.term(), clock.millis(), payload));
        applying.answerWhenApplied(disk.last(), answer);
        replicateAll();
        advance();
    }

    private void replicateAll() {
        log.others(name).forEach(this::replicate);
    }

    private void replicate(String peer) {
        Progress its = progress.get(peer);
        if (its == null || its.onTheWay || (its.next > disk.last() && its.toldCommit >= commit())) {
            return;
        }
        its.onTheWay = true;
        long number = ++its.sent;
        long term = disk.term();
        its.patienceNanos = Math.min(Math.max(its.patienceNanos * 2, parts.pace().electionTimeout().toNanos() / 2),
                30_000_000_000L);
        retry(peer, its, number);
        its.toldCommit = commit();
        if (its.next <= disk.base()) {
            ReplicaDisk.Snapshot snapshot = disk.snapshot();
            parts.network().send(name, peer, "snapshot", () -> log.replica(peer).take(name, term, snapshot));
        } else {
            var batch = new Batch(its.next - 1, disk.termAt(its.next - 1), disk.entries(its.next, disk.last(), BATCH),
                    commit());
            parts.network().send(name, peer, "append", () -> log.replica(peer).take(name, term, batch));
        }
    }

    private void retry(String peer, Progress its, long number) {
        int mine = incarnation;
        parts.agenda().after(its.patienceNanos, "retry", () -> {
            if (mine == incarnation && progress.get(peer) == its && its.onTheWay && its.sent == number) {
                again(its, peer);
            }
        });
    }

    private void again(Progress its, String peer) {
        its.onTheWay = false;
        its.toldCommit = -1;
        replicate(peer);
    }

    /** Tries the followers again at once: a link was opened or a process started. */
    void hurry() {
        if (up && leads) {
            progress.forEach((peer, its) -> {
                its.patienceNanos = 0;
                again(its, peer);
            });
        }
    }

    /** Entries and what they follow. */
    private record Batch(long previous, long previousTerm, List<Entry> entries, long commit) {}

    /** A follower's word: it holds the leader's log up to {@code match}, or must be sent from {@code match + 1} on. */
    private record Word(long term, boolean holds, long match) {}

    private void hear(String peer, long asked, Word word) {
        Progress its = progress.get(peer);
        if (!up || !leads || its == null || asked != disk.term()) {
            return;
        }
        if (word.term() > disk.term()) {
            disk.term(word.term());
            follow(Optional.empty());
            log.changed();
            return;
        }
        its.onTheWay = false;
        its.patienceNanos = 0;
        if (word.holds()) {
            its.match = Math.max(its.match, word.match());
            its.next = Math.max(its.next, its.match + 1);
            advance();
        } else {
            its.next = Math.max(1, word.match() + 1);
            its.toldCommit = -1;
        }
        replicate(peer);
    }

    private void advance() {
        var matches = new ArrayList<Long>();
        matches.add(disk.last());
        progress.values().forEach(p -> matches.add(p.match));
        matches.sort(null);
        long held = matches.get(matches.size() - log.majority());
        if (held > commit() && disk.termAt(held) == disk.term() && applying.committed(held)) {
            log.committed(this, held);
            replicateAll();
        }
    }

    // ---- following ----

    private boolean accepts(String from, long itsTerm) {
        if (!up) {
            return false;
        }
        if (itsTerm < disk.term()) {
            reply(from, itsTerm, new Word(disk.term(), false, commit()));
            return false;
        }
        disk.term(itsTerm);
        heardAt = parts.agenda().now();
        if (leads || !leader.equals(Optional.of(from))) {
            follow(Optional.of(from));
        }
        return true;
    }

    private void reply(String to, long asked, Word word) {
        parts.network().send(name, to, "word", () -> log.replica(to).hear(name, asked, word));
    }

    private void take(String from, long itsTerm, Batch batch) {
        if (!accepts(from, itsTerm)) {
            return;
        }
        boolean follows = batch.previous() <= disk.last() && (batch.previous() < disk.base()
                || disk.termAt(batch.previous()) == batch.previousTerm());
        if (!follows) {
            reply(from, itsTerm, new Word(disk.term(), false,
                    Math.max(commit(), Math.min(disk.last(), batch.previous() - 1))));
            return;
        }
        store(batch);
        long match = batch.previous() + batch.entries().size();
        applying.committed(Math.min(batch.commit(), match));
        reply(from, itsTerm, new Word(disk.term(), true, match));
    }

    private void store(Batch batch) {
        long index = batch.previous();
        for (Entry entry : batch.entries()) {
            index++;
            if (index <= disk.base()) {
                continue;
            }
            if (index <= disk.last() && disk.termAt(index) != entry.term()) {
                if (index <= commit()) {
                    parts.watch().broken("committed-entries-stay", name + " was told to replace index " + index);
                }
                disk.truncate(index);
            }
            if (index > disk.last()) {
                disk.append(entry);
            }
        }
    }

    private void take(String from, long itsTerm, ReplicaDisk.Snapshot snapshot) {
        if (!accepts(from, itsTerm)) {
            return;
        }
        if (snapshot.index() > commit()) {
            disk.install(snapshot);
            applying.installed(snapshot.index());
        }
        reply(from, itsTerm, new Word(disk.term(), true, Math.min(commit(), disk.last())));
    }
}
