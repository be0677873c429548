package io.althing.chaos.sim.log;

import io.althing.registry.Table;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore.AppliedNotice;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a replica does with what is committed: applies it when it gets to it, answers who asked for it, tells who listens. */
final class Applying {
    private static final long SOON_NANOS = 1_000_000;

    private final SimReplica replica;
    private final ReplicaDisk disk;
    private final LogParts parts;
    private final NavigableMap<Long, Consumer<Fate>> waiting = new TreeMap<>();
    private final List<Consumer<AppliedNotice>> listeners = new ArrayList<>();
    private Machine machine;
    private boolean due;
    private int life;
    private long commit;

    Applying(SimReplica replica, ReplicaDisk disk, LogParts parts) {
        this.replica = replica;
        this.disk = disk;
        this.parts = parts;
        this.machine = new Machine(disk.state(), parts, 0);
    }

    Machine machine() {
        return machine;
    }

    long commit() {
        return commit;
    }

    /** Takes up the state as it lies on disk. */
    void open() {
        machine = new Machine(disk.state(), parts, 0);
        if (machine.index() < disk.base()) {
            machine = new Machine(disk.state(), parts, disk.snapshot().index());
        }
        commit = machine.index();
    }

    /** Everything in memory is lost. */
    void crash() {
        life++;
        due = false;
        waiting.clear();
        listeners.clear();
    }

    void onApplied(Consumer<AppliedNotice> listener) {
        listeners.add(listener);
    }

    void forget(Consumer<AppliedNotice> listener) {
        listeners.remove(listener);
    }

    void answerWhenApplied(long index, Consumer<Fate> answer) {
        waiting.put(index, answer);
    }

    /** Nobody here can say any more what becomes of what was asked. */
    void leaveUnknown() {
        var open = new ArrayList<>(waiting.values());
        waiting.clear();
        open.forEach(answer -> answer.accept(new Fate.Unknown()));
    }

    /** Everything up to here is committed; whether that is news. */
    boolean committed(long known) {
        boolean news = known > commit;
        if (news) {
            commit = known;
            soon();
        }
        return news;
    }

    private void soon() {
        if (!due && machine.index() < commit) {
            due = true;
            int mine = life;
            long delay = replica.leads() ? SOON_NANOS : parts.dice().between(0, parts.pace().slowestApply().toNanos());
            parts.agenda().after(delay, "apply", () -> {
                if (mine == life) {
                    due = false;
                    apply();
                }
            });
        }
    }

    private void apply() {
        int most = 1 + parts.dice().below(parts.pace().largestBatch());
        List<Entry> entries = disk.entries(machine.index() + 1, commit, most);
        long first = machine.index() + 1;
        int mine = life;
        machine.apply(entries, (record, receipt) -> {
            if (receipt.isEmpty()) {
                parts.watch().broken("every-entry-is-applied", replica.name() + " skipped index " + record.index());
            } else {
                parts.watch().applied(replica, record, receipt.get());
                answer(record.index(), receipt);
            }
        });
        if (mine != life) {
            return;
        }
        for (long index = first; index <= machine.index(); index++) {
            answer(index, Optional.empty());
        }
        stands(machine.applier().changed());
        snapshotIfDue();
        soon();
    }

    private void answer(long index, Optional<Receipt> receipt) {
        Consumer<Fate> asked = waiting.remove(index);
        if (asked != null) {
            asked.accept(new Fate.Committed(index, receipt));
        }
    }

    /** Takes over the state of a snapshot that was installed on disk. */
    void installed(long index) {
        machine = new Machine(disk.state(), parts, index);
        commit = index;
        stands(Set.copyOf(Table.all()));
    }

    private void stands(Set<Table<?>> changed) {
        parts.watch().stands(replica, machine.applier().appliedIndex(), machine.applier().chainDigest(),
                machine.applier().auditHead());
        var notice = new AppliedNotice(machine.index(), machine.applier().auditSize(), changed);
        List.copyOf(listeners).forEach(listener -> listener.accept(notice));
    }

    private void snapshotIfDue() {
        if (machine.index() - disk.snapshot().index() >= parts.pace().snapshotEvery()) {
            disk.keep(new ReplicaDisk.Snapshot(machine.index(), disk.termAt(machine.index()),
                    machine.values().copy()));
        }
    }
}
