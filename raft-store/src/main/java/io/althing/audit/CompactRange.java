package io.althing.audit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a tree: its size and the roots of its complete subtrees, largest first, at most 63. It is all one needs to append
 * and to know the root; a snapshot carries it. Immutable.
 */
public record CompactRange(long size, List<Hash> hashes) {
    /** The edge of a tree without entries. */
    public static final CompactRange EMPTY = new CompactRange(0, List.of());

    /** What appending one leaf does: the new edge, and the subtrees it completed, leaf first. */
    public record Growth(CompactRange range, List<TreeNode> nodes) {
        /** Copies the list. */
        public Growth {
            nodes = List.copyOf(nodes);
        }
    }

    /** @throws MalformedException unless there is one hash for each bit set in size */
    public CompactRange {
        hashes = List.copyOf(hashes);
        if (size < 0 || Long.bitCount(size) != hashes.size()) {
            throw new MalformedException("the edge of a tree of size " + size + " has " + Long.bitCount(size)
                    + " hashes, not " + hashes.size());
        }
    }

    /** The edge of a stored tree; reads one hash for each bit set in size. */
    public static CompactRange of(HashReader stored, long size) {
        List<Hash> hashes = new ArrayList<>();
        for (int level = 62; level >= 0; level--) {
            if ((size >>> level & 1) == 1) {
                hashes.add(stored.hash(level, (size >>> level) - 1));
            }
        }
        return new CompactRange(size, hashes);
    }

    /** Appends a leaf. The nodes are what a store has to add: one per leaf, and one more for each subtree it completes. */
    public Growth append(Hash leaf) {
        List<Hash> edge = new ArrayList<>(hashes);
        List<TreeNode> nodes = TreeAppender.grow(size, leaf, (level, index) -> edge.removeLast());
        edge.add(nodes.getLast().hash());
        return new Growth(new CompactRange(size + 1, edge), nodes);
    }

    /** The root of the tree. */
    public Hash root() {
        if (hashes.isEmpty()) {
            return MerkleTree.EMPTY_ROOT;
        }
        Hash root = hashes.getLast();
        for (int i = hashes.size() - 2; i >= 0; i--) {
            root = MerkleTree.nodeHash(hashes.get(i), root);
        }
        return root;
    }

    /** Size and root. */
    public TreeHead head() {
        return new TreeHead(size, root());
    }

    /** Eight bytes of size, big-endian, and the hashes, largest subtree first. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + hashes.size() * Hash.BYTES).putLong(size);
        hashes.forEach(hash -> bytes.put(hash.toBytes()));
        return bytes.array();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws MalformedException
     *             if the length does not fit the size
     */
    public static CompactRange fromBytes(byte[] bytes) {
        if (bytes.length < Long.BYTES || (bytes.length - Long.BYTES) % Hash.BYTES != 0) {
            throw new MalformedException("the edge of a tree has 8 + 32·k bytes, not " + bytes.length);
        }
        List<Hash> hashes = new ArrayList<>();
        for (int at = Long.BYTES; at < bytes.length; at += Hash.BYTES) {
            hashes.add(Hash.of(bytes, at, Hash.BYTES));
        }
        return new CompactRange(ByteBuffer.wrap(bytes).getLong(), hashes);
    }

    /** The root over a non-empty list of equal subtrees' hashes. */
    static Hash fold(List<Hash> hashes) {
        List<Hash> edge = new ArrayList<>();
        for (int i = 0; i < hashes.size(); i++) {
            Hash hash = hashes.get(i);
            for (int bits = i; (bits & 1) == 1; bits >>= 1) {
                hash = MerkleTree.nodeHash(edge.removeLast(), hash);
            }
            edge.add(hash);
        }
        return new CompactRange(hashes.size(), edge).root();
    }
}
