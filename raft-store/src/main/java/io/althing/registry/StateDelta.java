package io.althing.registry;

import java.util.List;
import java.util.Optional;

/** What an accepted command changes, in order. */
public record StateDelta(List<Change<?>> changes) {
    /** Copies the list. */
    public StateDelta {
        changes = List.copyOf(changes);
    }

    /**
     * One row's new value.
     *
     * @param value empty to delete the row
     */
    public record Change<T>(Table<T> table, String key, Optional<T> value) {}
}
