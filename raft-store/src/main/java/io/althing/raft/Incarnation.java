package io.althing.raft;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Which life of a node name this is: 128 random bits as 32 hex digits, drawn when its data directory is first used. A name that comes
 * back with another incarnation has lost its log.
 */
record Incarnation(String hex) {

    Incarnation {
        if (!hex.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("'" + hex + "' is not an incarnation: expected 32 hex digits");
        }
    }

    static Incarnation draw(RandomGenerator random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return new Incarnation(HexFormat.of().formatHex(bytes));
    }

    static Incarnation of(byte[] bytes) {
        return new Incarnation(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
