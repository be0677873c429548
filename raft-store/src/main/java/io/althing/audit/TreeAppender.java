package io.althing.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * What a store must add when an entry is appended: two nodes on average, {@code log2(size) + 1} at most. A store that keeps a
 * {@link CompactRange} at hand can use {@link CompactRange#append} instead and read nothing.
 */
public final class TreeAppender {
    private TreeAppender() {}

    /**
     * The subtrees completed by appending the entry to a tree of this size: its leaf first, each next one level higher. Within one
     * batch the reader must already see the nodes of earlier appends.
     *
     * @throws MalformedException
     *             if the entry is longer than 65,535 bytes
     */
    public static List<TreeNode> append(HashReader stored, long size, byte[] entry) {
        EntryBundle.requireFits(entry);
        return grow(size, MerkleTree.leafHash(entry), stored);
    }

    static List<TreeNode> grow(long size, Hash leaf, HashReader leftSiblings) {
        List<TreeNode> nodes = new ArrayList<>();
        nodes.add(new TreeNode(0, size, leaf));
        Hash hash = leaf;
        for (int level = 0; (size >>> level & 1) == 1; level++) {
            hash = MerkleTree.nodeHash(leftSiblings.hash(level, (size >>> level) - 1), hash);
            nodes.add(new TreeNode(level + 1, size >>> (level + 1), hash));
        }
        return nodes;
    }
}
