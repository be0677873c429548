package io.althing.store;

import io.althing.audit.ColdStore;
import io.althing.audit.Hash;
import io.althing.audit.Tile;
import io.althing.audit.TreeHead;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/** The audit log as it lies in a replica's key-value state and, for the oldest bundles, in a cold store. Any thread. */
public final class StoredAudit implements AuditReader {
    private static final byte[] END = KeyValue.endOfPrefix(new byte[]{'a'});

    private final Supplier<Applier> applier;
    private final Optional<ColdTiles> cold;

    /** @param applier the replica's present applier; another one after a snapshot was installed */
    public StoredAudit(Supplier<Applier> applier) {
        this(applier, Optional.empty());
    }

    /** The same, with the place where {@link AuditArchive} puts the oldest bundles. */
    public StoredAudit(Supplier<Applier> applier, Optional<ColdStore> cold) {
        this.applier = applier;
        this.cold = cold.map(ColdTiles::new);
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
        List<byte[]> entries = new ArrayList<>(warm(from, limit));
        if (from < applier.get().coldEntries()) {
            entries.clear();
            long at = from;
            // asked anew each time: the archive may move on meanwhile
            while (entries.size() < limit && at < applier.get().coldEntries()) {
                List<byte[]> bundle = coldTiles().bundle(at / Tile.FULL);
                int first = (int) (at % Tile.FULL);
                int last = Math.min(Tile.FULL, first + limit - entries.size());
                entries.addAll(bundle.subList(first, last));
                at += last - first;
            }
            entries.addAll(entries.size() < limit ? entries(at, limit - entries.size()) : List.of());
        }
        return entries;
    }

    private List<byte[]> warm(long from, int limit) {
        return applier.get().store().range(KeyLayout.entry(from), END, limit).stream().map(KeyValue.Entry::value)
                .toList();
    }

    @Override
    public Hash hash(int level, long index) {
        KeyValue store = applier.get().store();
        Optional<Hash> hash = level < LeafTile.HEIGHT
                ? LeafTile.subtree(store, level, index)
                : store.get(KeyLayout.node(level, index)).map(Hash::of);
        if (hash.isEmpty() && level < LeafTile.HEIGHT && (index + 1) << level <= applier.get().coldEntries()) {
            return coldTiles().hash(level, index);
        }
        return hash.orElseThrow(
                () -> new NoSuchElementException("no complete subtree at level " + level + ", index " + index));
    }

    private ColdTiles coldTiles() {
        return cold.orElseThrow(() -> new NoSuchElementException("the oldest " + applier.get().coldEntries()
                + " audit entries were moved to a cold store, and this node has none: name it under audit.cold"));
    }
}
