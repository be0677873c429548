package io.althing.serving;

import java.nio.charset.StandardCharsets;

/**
 * Which users a canary reaches first: a fixed place in [0, 10000) for each unit under each salt, the same in every region and
 * language.
 *
 * <p>The place is {@code murmur3-32(UTF-8 of salt + ":" + unit, seed 0)} read as an unsigned 32-bit number, modulo 10000; a unit
 * is in the canary while its place is below the weight in basis points. So a unit keeps its side, a growing weight only adds units,
 * and weight 0 reaches nobody. MurmurHash3_x86_32 is Austin Appleby's, in the public domain
 * (https://github.com/aappleby/smhasher). Conformance vectors: {@code bucketing-vectors.csv} beside the tests.
 */
public final class Bucketing {
    /** The number of places; a weight is a number of them. */
    public static final int BUCKETS = 10_000;

    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private Bucketing() {}

    /** The place of a unit under a salt, 0…9999. */
    public static int bucket(String salt, String unit) {
        byte[] key = (salt + ":" + unit).getBytes(StandardCharsets.UTF_8);
        return Integer.remainderUnsigned(murmur3(key, 0), BUCKETS);
    }

    /** MurmurHash3_x86_32 of all the bytes; to be read as unsigned. */
    static int murmur3(byte[] bytes, int seed) {
        int hash = seed;
        int blocks = bytes.length / 4;
        for (int block = 0; block < blocks; block++) {
            hash ^= mixed(littleEndian(bytes, block * 4, 4));
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        hash ^= mixed(littleEndian(bytes, blocks * 4, bytes.length % 4));
        return finished(hash ^ bytes.length);
    }

    private static int littleEndian(byte[] bytes, int from, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[from + i] & 0xff) << (8 * i);
        }
        return value;
    }

    private static int mixed(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }

    private static int finished(int hash) {
        int h = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
