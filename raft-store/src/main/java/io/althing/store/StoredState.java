package io.althing.store;

import io.althing.codec.StateCodec;
import io.althing.registry.RegistryState;
import io.althing.registry.Table;
import java.util.List;
import java.util.Optional;

/** The registry's rows as they lie in a key-value view. */
final class StoredState implements RegistryState {
    private final KeyValueView view;
    private final StateCodec codec;

    StoredState(KeyValueView view, StateCodec codec) {
        this.view = view;
        this.codec = codec;
    }

    @Override
    public <T> Optional<T> get(Table<T> table, String key) {
        return view.get(KeyLayout.row(table, key)).map(bytes -> codec.decode(table, bytes));
    }

    @Override
    public <T> List<Row<T>> range(Table<T> table, String prefix, Optional<String> after, int limit) {
        byte[] from = after.map(key -> KeyLayout.row(table, key + '\0')).orElseGet(() -> KeyLayout.rows(table, prefix));
        byte[] end = KeyValue.endOfPrefix(KeyLayout.rows(table, prefix));
        return view.range(from, end, limit).stream()
                .map(e -> new Row<>(KeyLayout.keyOf(table, e.key()), codec.decode(table, e.value()))).toList();
    }
}
