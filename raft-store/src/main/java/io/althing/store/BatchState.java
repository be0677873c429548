package io.althing.store;

import io.althing.codec.StateCodec;
import io.althing.registry.RegistryState;
import io.althing.registry.StateDelta;
import io.althing.registry.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state as the commands of a batch see it: what earlier ones changed, over a memory of recently used rows, over what is
 * stored. One thread.
 */
final class BatchState implements RegistryState {
    private final Overlay overlay;
    private final StoredState stored;
    private final StateCodec codec;
    private final RowCache cache;
    private final Map<RowCache.Slot, RowCache.Row> pending = new HashMap<>();

    BatchState(KeyValueView base, StateCodec codec, RowCache cache) {
        this.overlay = new Overlay(base);
        this.stored = new StoredState(overlay, codec);
        this.codec = codec;
        this.cache = cache;
    }

    @Override
    public <T> Optional<T> get(Table<T> table, String key) {
        return row(table, key).value().map(table.type()::cast);
    }

    private <T> RowCache.Row row(Table<T> table, String key) {
        RowCache.Row changed = pending.get(RowCache.Slot.of(table, key));
        if (changed != null) {
            return changed;
        }
        return cache.get(table, key, () -> overlay.get(KeyLayout.row(table, key)), bytes -> codec.decode(table, bytes));
    }

    /** A row's bytes as the next command would find them; empty if there is no row. */
    Optional<byte[]> bytes(StateDelta.Change<?> change) {
        return row(change.table(), change.key()).bytes();
    }

    @Override
    public <T> List<Row<T>> range(Table<T> table, String prefix, Optional<String> after, int limit) {
        return stored.range(table, prefix, after, limit);
    }

    /** The bytes the change is stored as; empty for a deletion. */
    <T> byte[] encoded(StateDelta.Change<T> change) {
        return change.value().map(value -> codec.encode(change.table(), value)).orElseGet(() -> new byte[0]);
    }

    /** Makes the change visible to what follows. */
    <T> void change(StateDelta.Change<T> change, byte[] key, byte[] value) {
        boolean deleted = change.value().isEmpty();
        pending.put(RowCache.Slot.of(change.table(), change.key()),
                new RowCache.Row(change.value(), deleted ? Optional.empty() : Optional.of(value)));
        if (deleted) {
            overlay.delete(key);
        } else {
            overlay.put(key, value);
        }
    }

    void put(byte[] key, byte[] value) {
        overlay.put(key, value);
    }

    Optional<byte[]> raw(byte[] key) {
        return overlay.get(key);
    }

    WriteSet toWriteSet() {
        return overlay.toWriteSet();
    }

    /** After the batch was written: remembers the new rows. */
    void remember() {
        pending.forEach(cache::put);
    }
}
