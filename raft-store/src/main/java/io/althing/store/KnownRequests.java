package io.althing.store;

import io.althing.registry.Table;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Says of most request ids that they are new without asking the store. Holds 64 bits of each of the last
 * {@link RequestLedger#KEEP_COUNT} remembered requests at least, in two generations of which the older is dropped as a whole; so it may
 * hold requests that are forgotten, never lack one that is remembered. One thread.
 */
final class KnownRequests {
    private static final int GENERATION = 1 << 20;
    private static final int PAGE = 4096;

    private Fingerprints young = new Fingerprints();
    private Fingerprints old = new Fingerprints();

    /** All that a stored state remembers. */
    static KnownRequests of(KeyValueView store) {
        var known = new KnownRequests();
        byte[] from = KeyLayout.rows(Table.REQUESTS, "");
        byte[] end = KeyValue.endOfPrefix(from);
        while (true) {
            var page = store.range(from, end, PAGE);
            page.forEach(row -> known.add(KeyLayout.keyOf(Table.REQUESTS, row.key())));
            if (page.size() < PAGE) {
                return known;
            }
            byte[] last = page.getLast().key();
            from = Arrays.copyOf(last, last.length + 1);
        }
    }

    /** Takes note of a request that is remembered from now on. */
    void add(String key) {
        if (young.size == GENERATION) {
            old = young;
            young = new Fingerprints();
        }
        young.add(fingerprint(key));
    }

    /** Whether the request may be remembered; if not, it certainly is not. */
    boolean mayHold(String key) {
        long fingerprint = fingerprint(key);
        return young.holds(fingerprint) || old.holds(fingerprint);
    }

    /** FNV-1a, finished as in MurmurHash3, never 0. */
    private static long fingerprint(String key) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }

    /** A set of numbers other than 0, open addressing with linear probing, at most half full. */
    private static final class Fingerprints {
        private static final int INITIAL = 1 << 12;

        private long[] slots = new long[INITIAL];
        private int size;

        void add(long fingerprint) {
            int place = place(fingerprint);
            if (slots[place] == 0) {
                slots[place] = fingerprint;
                size++;
                if (2 * size > slots.length) {
                    grow();
                }
            }
        }

        boolean holds(long fingerprint) {
            return slots[place(fingerprint)] != 0;
        }

        private int place(long fingerprint) {
            int mask = slots.length - 1;
            int place = (int) fingerprint & mask;
            while (slots[place] != 0 && slots[place] != fingerprint) {
                place = place + 1 & mask;
            }
            return place;
        }

        private void grow() {
            long[] before = slots;
            slots = new long[2 * before.length];
            for (long fingerprint : before) {
                if (fingerprint != 0) {
                    slots[place(fingerprint)] = fingerprint;
                }
            }
        }
    }
}
