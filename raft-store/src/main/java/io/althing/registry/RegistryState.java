package io.althing.registry;

import java.util.List;
import java.util.Optional;

/** A read-only view of the registry at one moment. Implementations differ in where it lies, never in what it says. */
public interface RegistryState {
    /** The row under the key, if there is one. */
    <T> Optional<T> get(Table<T> table, String key);

    /**
     * Rows whose key starts with the prefix, in key order.
     *
     * @param after only keys greater than this one; empty to start at the first
     * @param limit at most so many
     */
    <T> List<Row<T>> range(Table<T> table, String prefix, Optional<String> after, int limit);

    /** One row. */
    record Row<T>(String key, T value) {}

    /** Every row under the prefix; only for tables that stay small. */
    default <T> List<T> all(Table<T> table, String prefix) {
        return range(table, prefix, Optional.empty(), Integer.MAX_VALUE).stream().map(Row::value).toList();
    }
}
