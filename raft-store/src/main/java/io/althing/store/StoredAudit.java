package io.althing.store;

import io.althing.audit.Hash;
import io.althing.audit.TreeHead;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/** The audit log as it lies in a replica's key-value state. Any thread. */
public final class StoredAudit implements AuditReader {
    private static final byte[] END = KeyValue.endOfPrefix(new byte[]{'a'});

    private final Supplier<Applier> applier;

    /** @param applier the replica's present applier; another one after a snapshot was installed */
    public StoredAudit(Supplier<Applier> applier) {
        this.applier = applier;
    }

    @Override
    public long size() {
        return applier.get().auditSize();
    }

    @Override
    public TreeHead head() {
        return applier.get().auditHead();
    }

    @Override
    public List<byte[]> entries(long from, int limit) {
        return applier.get().store().range(KeyLayout.entry(from), END, limit).stream().map(KeyValue.Entry::value)
                .toList();
    }

    @Override
    public Hash hash(int level, long index) {
        KeyValue store = applier.get().store();
        Optional<Hash> hash = level < LeafTile.HEIGHT
                ? LeafTile.subtree(store, level, index)
                : store.get(KeyLayout.node(level, index)).map(Hash::of);
        return hash.orElseThrow(
                () -> new NoSuchElementException("no complete subtree at level " + level + ", index " + index));
    }
}
