package io.althing.store;

import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Maps in the order of {@link KeyValue}. */
final class KeyOrder {
    private KeyOrder() {}

    static <V> NavigableMap<byte[], V> newMap() {
        return new TreeMap<>(Arrays::compareUnsigned);
    }

    /** The part of the map in a range as {@link KeyValueView#range} means it. */
    static <V> NavigableMap<byte[], V> slice(NavigableMap<byte[], V> map, byte[] fromInclusive, byte[] toExclusive) {
        if (toExclusive.length == 0) {
            return map.tailMap(fromInclusive, true);
        }
        if (Arrays.compareUnsigned(fromInclusive, toExclusive) >= 0) {
            return Collections.emptyNavigableMap();
        }
        return map.subMap(fromInclusive, true, toExclusive, false);
    }
}
