package io.althing.search;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which of 256 places each of many terms occurs in, packed into one value: the number of terms, their hashes in ascending unsigned order (4
 * bytes each), for each one byte with its number of places less one, then for each its places: a byte a place up to 31 places, 32 bytes of
 * bits above. Two terms of one hash share their places, which is why whoever finds something here looks at the entry itself.
 */
final class Postings {
    /** How many places there are. */
    static final int PLACES = 256;

    private static final int MOST_LISTED = 31;
    private static final int BITMAP_BYTES = PLACES / Byte.SIZE;

    private final ByteBuffer bytes;
    private final int terms;

    private Postings(ByteBuffer bytes) {
        this.bytes = bytes;
        this.terms = bytes.getInt(0);
    }

    static Postings of(ByteBuffer bytes) {
        return new Postings(bytes.slice());
    }

    /** A term at a place, as a number that sorts by hash, then place. */
    static long pair(int hash, int place) {
        return (hash & 0xffff_ffffL) << 8 | place;
    }

    static int hash(long pair) {
        return (int) (pair >>> 8);
    }

    private static int place(long pair) {
        return (int) (pair & 0xff);
    }

    /** Packs the pairs, which are sorted; repeated ones count once. */
    static byte[] encode(long[] sorted) {
        long[] pairs = Arrays.stream(sorted).distinct().toArray();
        int terms = (int) Arrays.stream(pairs).map(pair -> pair >>> 8).distinct().count();
        var out = ByteBuffer.allocate(Integer.BYTES + terms * (Integer.BYTES + 1) + pairs.length);
        out.putInt(terms);
        int body = Integer.BYTES + terms * (Integer.BYTES + 1);
        int term = 0;
        for (int from = 0; from < pairs.length; term++) {
            int to = from + 1;
            while (to < pairs.length && hash(pairs[to]) == hash(pairs[from])) {
                to++;
            }
            out.putInt(Integer.BYTES * (1 + term), hash(pairs[from]));
            out.put(Integer.BYTES * (1 + terms) + term, (byte) (to - from - 1));
            body += putPlaces(out, body, Arrays.copyOfRange(pairs, from, to));
            from = to;
        }
        return Arrays.copyOf(out.array(), body);
    }

    private static int putPlaces(ByteBuffer out, int at, long[] pairs) {
        if (pairs.length <= MOST_LISTED) {
            for (int i = 0; i < pairs.length; i++) {
                out.put(at + i, (byte) place(pairs[i]));
            }
            return pairs.length;
        }
        for (long pair : pairs) {
            int where = at + place(pair) / Byte.SIZE;
            out.put(where, (byte) (out.get(where) | 1 << place(pair) % Byte.SIZE));
        }
        return BITMAP_BYTES;
    }

    /** The places of a term; none if it does not occur. */
    BitSet places(int hash) {
        int term = find(hash);
        if (term < 0) {
            return new BitSet(PLACES);
        }
        int body = Integer.BYTES + terms * (Integer.BYTES + 1);
        for (int i = 0; i < term; i++) {
            body += bodyLength(count(i));
        }
        return places(body, count(term));
    }

    private int find(int hash) {
        int low = 0;
        int high = terms - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compareUnsigned(hashAt(middle), hash);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -1;
    }

    private BitSet places(int at, int count) {
        var places = new BitSet(PLACES);
        if (count <= MOST_LISTED) {
            for (int i = 0; i < count; i++) {
                places.set(bytes.get(at + i) & 0xff);
            }
            return places;
        }
        byte[] bits = new byte[BITMAP_BYTES];
        bytes.get(at, bits);
        return BitSet.valueOf(bits);
    }

    /** The hashes of all terms, ascending as unsigned numbers. */
    int[] hashes() {
        int[] hashes = new int[terms];
        for (int i = 0; i < terms; i++) {
            hashes[i] = hashAt(i);
        }
        return hashes;
    }

    private int hashAt(int term) {
        return bytes.getInt(Integer.BYTES * (1 + term));
    }

    private int count(int term) {
        return 1 + (bytes.get(Integer.BYTES * (1 + terms) + term) & 0xff);
    }

    private static int bodyLength(int count) {
        return count <= MOST_LISTED ? count : BITMAP_BYTES;
    }
}
