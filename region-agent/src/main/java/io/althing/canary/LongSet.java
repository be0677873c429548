package io.althing.canary;

import java.util.Arrays;

/** A set of non-zero longs, eight to sixteen bytes each; a compact memory of units by their hash. Not thread-safe. */
public final class LongSet {

    private long[] slots = new long[64];
    private int size;

    /** A unit's name as a well-mixed non-zero long. */
    public static long hash(String unit) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < unit.length(); i++) {
            hash = (hash ^ unit.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }

    /** How many members. */
    public int size() {
        return size;
    }

    /** Whether it is a member. */
    public boolean contains(long value) {
        return slots[slot(slots, value)] == value;
    }

    /** Makes it a member. */
    public void add(long value) {
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        int slot = slot(slots, value);
        if (slots[slot] != value) {
            slots[slot] = value;
            size++;
        }
    }

    /** Forgets all members. */
    public void clear() {
        slots = new long[64];
        size = 0;
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
