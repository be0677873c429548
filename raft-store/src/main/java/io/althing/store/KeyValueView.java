package io.althing.store;

import java.util.List;
import java.util.Optional;

/** Something to read keys from, in the order of {@link KeyValue}. */
public interface KeyValueView {

    Optional<byte[]> get(byte[] key);

    /**
     * The first {@code limit} entries from {@code fromInclusive} on, in ascending order.
     *
     * @param toExclusive the end; empty for no end
     */
    List<KeyValue.Entry> range(byte[] fromInclusive, byte[] toExclusive, int limit);

    /** The last {@code limit} entries of the same range, in descending order. */
    List<KeyValue.Entry> rangeDescending(byte[] fromInclusive, byte[] toExclusive, int limit);
}
