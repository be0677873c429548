package io.althing.store;

import io.althing.registry.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Recently used rows, decoded, present or known to be absent. One thread; the least recently used go first. */
final class RowCache {
    private static final int CAPACITY = 16_384;

    private final Map<String, Optional<?>> rows = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<?>> eldest) {
            return size() > CAPACITY;
        }
    };

    <T> Optional<T> get(Table<T> table, String key, Supplier<Optional<T>> load) {
        String slot = table.name() + '\0' + key;
        Optional<?> known = rows.get(slot);
        if (known != null) {
            return known.map(table.type()::cast);
        }
        Optional<T> loaded = load.get();
        rows.put(slot, loaded);
        return loaded;
    }

    void put(String table, String key, Optional<?> value) {
        rows.put(table + '\0' + key, value);
    }

    void clear() {
        rows.clear();
    }
}
