package io.althing.canary;

import java.util.Arrays;

/** A set of non-zero longs, eight to sixteen bytes each. */
final class LongSet {

    private long[] slots = new long[64];
    private int size;

    int size() {
        return size;
    }

    boolean contains(long value) {
        return slots[slot(slots, value)] == value;
    }

    void add(long value) {
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        int slot = slot(slots, value);
        if (slots[slot] != value) {
            slots[slot] = value;
            size++;
        }
    }

    /** The members in ascending order. */
    long[] sorted() {
        long[] members = Arrays.stream(slots).filter(v -> v != 0).toArray();
        Arrays.sort(members);
        return members;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long value : slots) {
            if (value != 0) {
                larger[slot(larger, value)] = value;
            }
        }
        slots = larger;
    }

    private static int slot(long[] table, long value) {
        int slot = (int) (value ^ value >>> 32) & table.length - 1;
        while (table[slot] != 0 && table[slot] != value) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }
}
