package io.althing.store;

import io.althing.registry.Sha256;
import io.althing.registry.Table;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;

/**
 * A digest over the audited state itself, however it came about: SHA-256 over every row of every audited table, tables in the order of
 * their names, rows in the order of their keys; of each row the lengths of key and value (4 bytes each), the key as it is stored and the
 * value's bytes. Reads the whole state.
 */
public final class ContentDigest {
    private static final int ROWS_AT_ONCE = 1000;

    private ContentDigest() {}

    /** The digest of the state in this view. */
    public static Sha256 of(KeyValueView view) {
        MessageDigest digest = Digests.sha256();
        Table.all().stream().filter(Table::audited).sorted(Comparator.comparing(Table::name))
                .forEach(table -> add(view, table, digest));
        return Digests.hex(digest);
    }

    private static void add(KeyValueView view, Table<?> table, MessageDigest digest) {
        byte[] from = KeyLayout.rows(table, "");
        byte[] end = KeyValue.endOfPrefix(from);
        List<KeyValue.Entry> rows = view.range(from, end, ROWS_AT_ONCE);
        while (!rows.isEmpty()) {
            for (KeyValue.Entry row : rows) {
                digest.update(ByteBuffer.allocate(2 * Integer.BYTES).putInt(row.key().length)
                        .putInt(row.value().length).array());
                digest.update(row.key());
                digest.update(row.value());
            }
            byte[] last = rows.getLast().key();
            rows = view.range(java.util.Arrays.copyOf(last, last.length + 1), end, ROWS_AT_ONCE);
        }
    }
}
