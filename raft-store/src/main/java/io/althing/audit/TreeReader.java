package io.althing.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * Roots, proofs and tiles out of stored subtree hashes, for any size up to the stored one. Reads O(log size) hashes a call, a tile as
 * many as it is wide. Sizes and indices out of range are {@link IllegalArgumentException}s.
 */
public final class TreeReader {
    private final HashReader stored;

    /** @param stored the tree's complete subtrees */
    public TreeReader(HashReader stored) {
        this.stored = stored;
    }

    /** The head of the tree when it had this size. */
    public TreeHead head(long size) {
        return CompactRange.of(stored, size).head();
    }

    /** RFC 6962 section 2.1.1: the hashes from the leaf's sibling up to the root's child. */
    public List<Hash> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("index " + index + " is outside a tree of size " + size);
        }
        List<Hash> proof = new ArrayList<>();
        inclusion(index, new Range(0, size), proof);
        return List.copyOf(proof);
    }

    private void inclusion(long index, Range range, List<Hash> proof) {
        if (range.length() == 1) {
            return;
        }
        boolean left = index < range.right().start();
        inclusion(index, left ? range.left() : range.right(), proof);
        proof.add(root(left ? range.right() : range.left()));
    }

    /** RFC 6962 section 2.1.2: that the tree of the older size is a prefix of that of the newer. Empty if older is 0 or newer. */
    public List<Hash> consistency(long older, long newer) {
        if (older < 0 || older > newer) {
            throw new IllegalArgumentException("no consistency proof leads from size " + older + " to size " + newer);
        }
        List<Hash> proof = new ArrayList<>();
        if (older > 0) {
            consistency(older, new Range(0, newer), proof);
        }
        return List.copyOf(proof);
    }

    private void consistency(long older, Range range, List<Hash> proof) {
        if (older == range.end()) {
            if (range.start() > 0) {
                proof.add(root(range));
            }
            return;
        }
        boolean left = older <= range.right().start();
        consistency(older, left ? range.left() : range.right(), proof);
        proof.add(root(left ? range.right() : range.left()));
    }

    /** The bytes of a hash tile: the nodes at eight times its level, 32 bytes each. */
    public byte[] tile(Tile tile) {
        byte[] bytes = new byte[tile.width() * Hash.BYTES];
        for (int i = 0; i < tile.width(); i++) {
            byte[] hash = stored.hash(tile.level() * Tile.HEIGHT, tile.firstHash() + i).toBytes();
            System.arraycopy(hash, 0, bytes, i * Hash.BYTES, Hash.BYTES);
        }
        return bytes;
    }

    private Hash root(Range range) {
        if (Long.bitCount(range.length()) == 1) {
            int level = Long.numberOfTrailingZeros(range.length());
            return stored.hash(level, range.start() >>> level);
        }
        return MerkleTree.nodeHash(root(range.left()), root(range.right()));
    }

    /** Entries [start, end), split where RFC 6962 splits: the left part is the largest power of two below the length. */
    private record Range(long start, long end) {
        long length() {
            return end - start;
        }

        Range left() {
            return new Range(start, middle());
        }

        Range right() {
            return new Range(middle(), end);
        }

        private long middle() {
            return start + Long.highestOneBit(length() - 1);
        }
    }
}
