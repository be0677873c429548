package io.althing.chaos.sim.log;

import io.althing.registry.Registry;
import io.althing.registry.RegistryState;
import io.althing.store.Applier;
import io.althing.store.LogRecord;
import io.althing.store.MemoryKeyValue;
import io.althing.store.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The registry's real applier over a replica's state, and how far it has come in the log, barriers included. */
final class Machine {
    private final MemoryKeyValue values;
    private final Applier applier;
    private long index;

    /** @param least an index known to be applied: that of the snapshot the state came from */
    Machine(MemoryKeyValue values, LogParts parts, long least) {
        this.values = values;
        this.applier = new Applier(values, new Registry(parts.signatures()), parts.codecs());
        this.index = Math.max(least, applier.appliedIndex());
    }

    long index() {
        return index;
    }

    Applier applier() {
        return applier;
    }

    MemoryKeyValue values() {
        return values;
    }

    RegistryState state() {
        return applier.state(values);
    }

    /** Applies the entries that follow the present index, in one batch; tells of each that is no barrier. */
    void apply(List<Entry> entries, BiConsumer<LogRecord, Optional<Receipt>> told) {
        var records = new ArrayList<LogRecord>(entries.size());
        long at = index;
        for (Entry entry : entries) {
            at++;
            if (!entry.barrier()) {
                records.add(new LogRecord(at, Instant.ofEpochMilli(entry.stampMillis()), entry.payload()));
            }
        }
        List<Optional<Receipt>> receipts = applier.apply(records);
        index = at;
        for (int i = 0; i < records.size(); i++) {
            told.accept(records.get(i), receipts.get(i));
        }
    }
}
