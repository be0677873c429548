package io.althing.store;

import io.althing.registry.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Recently used rows, decoded and as stored, present or known to be absent. The memory of requests stays out, each of its rows being
 * written once and read, if ever, much later; but the head of its queue, which every request looks at, is kept. One thread; the
 * least recently used go first.
 */
final class RowCache {
    private static final int CAPACITY = 16_384;

    private final Map<Slot, Row> rows = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Slot, Row> eldest) {
            return size() > CAPACITY;
        }
    };

    /** A row's place. */
    record Slot(String table, String key) {
        static Slot of(Table<?> table, String key) {
            return new Slot(table.name(), key);
        }
    }

    /**
     * A row.
     *
     * @param value decoded; empty if there is no row
     * @param bytes as stored; empty if there is no row
     */
    record Row(Optional<?> value, Optional<byte[]> bytes) {}

    /** The row, from the memory or from the store. */
    <T> Row get(Table<T> table, String key, Supplier<Optional<byte[]>> load, Function<byte[], T> decode) {
        Slot slot = Slot.of(table, key);
        Row known = rows.get(slot);
        if (known != null) {
            return known;
        }
        Optional<byte[]> loaded = load.get();
        Row row = new Row(loaded.map(decode), loaded);
        loaded(slot, row);
        return row;
    }

    /** The row as it was loaded. */
    private void loaded(Slot slot, Row row) {
        if (!slot.table().equals(Table.REQUESTS.name())) {
            rows.put(slot, row);
        }
    }

    /** The row as it was changed. */
    void put(Slot slot, Row row) {
        if (slot.table().equals(Table.REQUEST_QUEUE.name())) {
            rows.remove(slot);
        } else {
            loaded(slot, row);
        }
    }
}
