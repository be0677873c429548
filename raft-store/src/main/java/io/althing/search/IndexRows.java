package io.althing.search;

import io.althing.audit.Hash;
import io.althing.store.KeyValue;
import io.althing.store.WriteSet;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Where the index lies in its key-value store. {@code b} and a bundle's number: its {@link Block}. {@code g}, the first byte of a hash and a
 * group's number: which of the 256 bundles of that group (65,536 entries) have which terms that begin with that byte. {@code m}: how far
 * the index reaches.
 */
final class IndexRows {
    /** Bundles in a group. */
    static final int GROUP = Postings.PLACES;

    private static final int FORMAT = 3;
    private static final byte[] MARK = {'m'};
    private static final int ROWS_AT_ONCE = 4096;

    private final KeyValue values;

    IndexRows(KeyValue values) {
        this.values = values;
    }

    /**
     * How far the index reaches.
     *
     * @param bundles
     *            so many, from the first on, are in it
     * @param last
     *            the root over the last one's entries, which ties the index to this very log; empty if there is none
     */
    record Mark(long bundles, Optional<Hash> last) {
        static final Mark START = new Mark(0, Optional.empty());

        private byte[] toBytes() {
            byte[] root = last.map(Hash::toBytes).orElseGet(() -> new byte[0]);
            return ByteBuffer.allocate(Integer.BYTES + Long.BYTES + root.length).putInt(FORMAT).putLong(bundles)
                    .put(root).array();
        }

        private static Optional<Mark> ofBytes(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            if (buffer.getInt() != FORMAT) {
                return Optional.empty();
            }
            long bundles = buffer.getLong();
            return Optional.of(new Mark(bundles, buffer.hasRemaining()
                    ? Optional.of(Hash.of(bytes, buffer.position(), Hash.BYTES))
                    : Optional.empty()));
        }
    }

    /** How far the stored index reaches; empty if there is none in this format. */
    Optional<Mark> mark() {
        return values.get(MARK).flatMap(Mark::ofBytes);
    }

    /** A bundle's block, which must be in the index. */
    Block block(long bundle) {
        return Block.of(values.get(blockKey(bundle))
                .orElseThrow(() -> new IllegalStateException("the audit index lacks bundle " + bundle)));
    }

    /** The bundles of a complete group, counted from its first, that have the term. */
    BitSet bundles(long group, int hash) {
        return values.get(groupKey(hash >>> 24, group)).map(row -> Postings.of(ByteBuffer.wrap(row)).places(hash))
                .orElseGet(BitSet::new);
    }

    /** Writes a block, the group it completes if any, and the new mark, as one. */
    void write(long bundle, byte[] block, List<WriteSet> group, Mark reached) {
        var batch = new WriteSet().put(blockKey(bundle), block);
        group.forEach(batch::addAll);
        values.write(batch.put(MARK, reached.toBytes()));
    }

    /** Removes everything. */
    void clear() {
        List<KeyValue.Entry> rows = values.range(new byte[0], new byte[0], ROWS_AT_ONCE);
        while (!rows.isEmpty()) {
            var batch = new WriteSet();
            rows.forEach(row -> batch.delete(row.key()));
            values.write(batch);
            rows = values.range(new byte[0], new byte[0], ROWS_AT_ONCE);
        }
    }

    private static byte[] blockKey(long bundle) {
        return ByteBuffer.allocate(1 + Long.BYTES).put((byte) 'b').putLong(bundle).array();
    }

    static byte[] groupKey(int shard, long group) {
        return ByteBuffer.allocate(2 + Long.BYTES).put((byte) 'g').put((byte) shard).putLong(group).array();
    }
}
