package io.althing.chaos.drill;

import java.util.BitSet;

/**
 * Writes that were acknowledged.
 *
 * @param requestId begins each request id, before the number
 */
record Acknowledged(String requestId, BitSet numbers) {
    static Acknowledged by(Writer writer) {
        return new Acknowledged(writer.requestId(), writer.acknowledged());
    }

    static Acknowledged nothing() {
        return new Acknowledged("none-", new BitSet());
    }
}
