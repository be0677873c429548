package io.althing.store;

import io.althing.registry.Sha256;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * How far a replica has come.
 *
 * @param index the last applied log index
 * @param chain digest chained over everything applied up to it: {@code SHA-256(previous ‖ index ‖ changes)}
 */
record AppliedMark(long index, byte[] chain) {
    static final int DIGEST = 32;

    static AppliedMark start() {
        return new AppliedMark(0, new byte[DIGEST]);
    }

    DigestMark digest() {
        return new DigestMark(index, new Sha256(HexFormat.of().formatHex(chain)));
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(Long.BYTES + DIGEST).putLong(index).put(chain).array();
    }

    static AppliedMark fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long index = buffer.getLong();
        byte[] chain = new byte[DIGEST];
        buffer.get(chain);
        return new AppliedMark(index, chain);
    }
}
