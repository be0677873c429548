package io.althing.audit;

/**
 * The size and root of a tree, which only mean something together: a root alone does not fix the size. Take both from one signed
 * checkpoint.
 */
public record TreeHead(long size, Hash root) {
    /** The tree without entries. */
    public static final TreeHead EMPTY = new TreeHead(0, MerkleTree.EMPTY_ROOT);

    /** @throws IllegalArgumentException if size is negative */
    public TreeHead {
        if (size < 0) {
            throw new IllegalArgumentException("a tree has no negative size: " + size);
        }
    }
}
