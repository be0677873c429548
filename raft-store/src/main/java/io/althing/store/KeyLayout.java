package io.althing.store;

import io.althing.registry.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where things lie in one replica's key-value state. The first byte says what kind of thing it is: {@code s} a row of the
 * registry, {@code a} an audit entry, {@code n} hashes of the audit tree, {@code m} the replica's own notes.
 */
final class KeyLayout {
    static final byte[] APPLIED = "mapplied".getBytes(StandardCharsets.US_ASCII);
    static final byte[] EDGE = "medge".getBytes(StandardCharsets.US_ASCII);
    /** How many of the oldest audit entries lie in the cold store, 8 bytes; absent for none. */
    static final byte[] COLD = "mcold".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FORMAT = "mformat".getBytes(StandardCharsets.US_ASCII);

    private KeyLayout() {}

    static byte[] row(Table<?> table, String key) {
        return ("s" + table.name() + '\0' + key).getBytes(StandardCharsets.UTF_8);
    }

    /** The first key of the table that starts with the prefix. */
    static byte[] rows(Table<?> table, String prefix) {
        return row(table, prefix);
    }

    /** The key within the table. */
    static String keyOf(Table<?> table, byte[] rowKey) {
        int head = 2 + table.name().length();
        return new String(rowKey, head, rowKey.length - head, StandardCharsets.UTF_8);
    }

    static byte[] entry(long auditIndex) {
        return ByteBuffer.allocate(1 + Long.BYTES).put((byte) 'a').putLong(auditIndex).array();
    }

    static byte[] node(int level, long index) {
        return ByteBuffer.allocate(2 + Long.BYTES).put((byte) 'n').put((byte) level).putLong(index).array();
    }
}
