package io.althing.audit;

/** Where the hashes of complete subtrees are kept. Safe for use by one thread at a time unless an implementation says more. */
@FunctionalInterface
public interface HashReader {
    /**
     * The hash of the complete subtree over entries {@code [index·2^level, (index+1)·2^level)}.
     *
     * @throws java.util.NoSuchElementException
     *             if that subtree is not complete or not stored
     * @throws java.io.UncheckedIOException
     *             if it cannot be read
     */
    Hash hash(int level, long index);
}
