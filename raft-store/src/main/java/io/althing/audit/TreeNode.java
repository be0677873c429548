package io.althing.audit;

/**
 * A complete subtree: the root over entries {@code [index·2^level, (index+1)·2^level)}. Once complete it never changes.
 */
public record TreeNode(int level, long index, Hash hash) {}
