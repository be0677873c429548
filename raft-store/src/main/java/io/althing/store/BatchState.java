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
    private record Slot(String table, String key) {}

    private final Overlay overlay;
    private final StoredState stored;
    private final StateCodec codec;
    private final RowCache cache;
    private final Map<Slot, Optional<?>> pending = new HashMap<>();

    BatchState(KeyValueView base, StateCodec codec, RowCache cache) {
        this.overlay = new Overlay(base);
        this.stored = new StoredState(overlay, codec);
        this.codec = codec;
        this.cache = cache;
    }

    @Override
    public <T> Optional<T> get(Table<T> table, String key) {
        Optional<?> changed = pending.get(new Slot(table.name(), key));
        if (changed != null) {
            return changed.map(table.type()::cast);
        }
        return cache.get(table, key, () -> stored.get(table, key));
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
        pending.put(new Slot(change.table().name(), change.key()), change.value());
        if (change.value().isEmpty()) {
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
        pending.forEach((slot, value) -> cache.put(slot.table(), slot.key(), value));
    }
}
