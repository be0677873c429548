package io.althing.store;

import io.althing.audit.Hash;
import io.althing.audit.MerkleTree;
import io.althing.audit.Tile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The leaf hashes of the audit tree as they are stored: 256 at a time, once the last of them is there. What is not complete is
 * hashed again from the entries when it is needed. Subtrees of at least 256 leaves are stored one by one.
 */
final class LeafTile {
    /** Subtrees from this level on are stored one by one. */
    static final int HEIGHT = Tile.HEIGHT;

    private static final byte[] END = KeyValue.endOfPrefix(new byte[]{'a'});

    private final byte[] hashes = new byte[Tile.FULL * Hash.BYTES];

    /** The incomplete tile at the end of a stored log of this size. */
    static LeafTile of(KeyValueView store, long size) {
        LeafTile tile = new LeafTile();
        long first = size - size % Tile.FULL;
        long index = first;
        for (Hash leaf : leaves(store, first, (int) (size - first))) {
            tile.add(index++, leaf);
        }
        return tile;
    }

    /** Adds the next leaf; gives the stored form of the tile if this completes it. */
    Optional<byte[]> add(long auditIndex, Hash leaf) {
        int place = (int) (auditIndex % Tile.FULL);
        System.arraycopy(leaf.toBytes(), 0, hashes, place * Hash.BYTES, Hash.BYTES);
        return place == Tile.FULL - 1 ? Optional.of(hashes.clone()) : Optional.empty();
    }

    /** The hash of a complete subtree below {@link #HEIGHT}; empty if not all of its entries are there. */
    static Optional<Hash> subtree(KeyValueView store, int level, long index) {
        long first = index << level;
        int count = 1 << level;
        List<Hash> leaves = store.get(KeyLayout.node(0, first / Tile.FULL))
                .map(tile -> slice(tile, (int) (first % Tile.FULL), count))
                .orElseGet(() -> leaves(store, first, count));
        return leaves.size() == count ? Optional.of(MerkleTree.rootOf(leaves)) : Optional.empty();
    }

    private static List<Hash> slice(byte[] tile, int from, int count) {
        List<Hash> leaves = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            leaves.add(Hash.of(tile, i * Hash.BYTES, Hash.BYTES));
        }
        return leaves;
    }

    private static List<Hash> leaves(KeyValueView store, long from, int count) {
        return store.range(KeyLayout.entry(from), END, count).stream()
                .takeWhile(entry -> ByteBuffer.wrap(entry.key(), 1, Long.BYTES).getLong() < from + count)
                .map(entry -> MerkleTree.leafHash(entry.value())).toList();
    }
}
