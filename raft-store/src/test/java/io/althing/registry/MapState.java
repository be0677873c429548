package io.althing.registry;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A registry's rows in memory, as plain objects. */
public final class MapState implements RegistryState {
    private final Map<String, TreeMap<String, Object>> tables = new TreeMap<>();

    @Override
    public <T> Optional<T> get(Table<T> table, String key) {
        return Optional.ofNullable(rows(table).get(key)).map(table.type()::cast);
    }

    @Override
    public <T> List<Row<T>> range(Table<T> table, String prefix, Optional<String> after, int limit) {
        return rows(table).tailMap(after.orElse(prefix), after.isEmpty()).entrySet().stream()
                .takeWhile(e -> e.getKey().startsWith(prefix)).limit(limit)
                .map(e -> new Row<>(e.getKey(), table.type().cast(e.getValue()))).toList();
    }

    /** Takes in what a command changed. */
    public void take(StateDelta delta) {
        delta.changes().forEach(this::change);
    }

    private <T> void change(StateDelta.Change<T> change) {
        change.value().ifPresentOrElse(value -> rows(change.table()).put(change.key(), value),
                () -> rows(change.table()).remove(change.key()));
    }

    private NavigableMap<String, Object> rows(Table<?> table) {
        return tables.computeIfAbsent(table.name(), name -> new TreeMap<>());
    }
}
