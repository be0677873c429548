package io.althing.audit;

/** Where the exact bytes of the entries are kept. Safe for use by one thread at a time unless an implementation says more. */
@FunctionalInterface
public interface EntryReader {
    /**
     * The bytes of an entry, as they were appended.
     *
     * @throws java.util.NoSuchElementException
     *             if there is no such entry
     * @throws java.io.UncheckedIOException
     *             if it cannot be read
     */
    byte[] entry(long index);
}
