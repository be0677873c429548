package io.althing.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The state as the events so far have left it. */
final class Draft {
    private record Slot(Table<?> table, String key) {}

    private final RegistryState base;
    private final Map<Slot, StateDelta.Change<?>> changes = new LinkedHashMap<>();

    Draft(RegistryState base) {
        this.base = base;
    }

    <T> Optional<T> get(Table<T> table, String key) {
        StateDelta.Change<?> change = changes.get(new Slot(table, key));
        if (change == null) {
            return base.get(table, key);
        }
        return change.value().map(value -> table.type().cast(value));
    }

    <T> List<T> stored(Table<T> table, String prefix) {
        return base.all(table, prefix);
    }

    <T> void put(Table<T> table, String key, T value) {
        changes.put(new Slot(table, key), new StateDelta.Change<>(table, key, Optional.of(value)));
    }

    void delete(Table<?> table, String key) {
        changes.put(new Slot(table, key), new StateDelta.Change<>(table, key, Optional.empty()));
    }

    <T> void update(Table<T> table, String key, UnaryOperator<T> change) {
        get(table, key).ifPresent(value -> put(table, key, change.apply(value)));
    }

    StateDelta delta() {
        return new StateDelta(List.copyOf(changes.values()));
    }
}
