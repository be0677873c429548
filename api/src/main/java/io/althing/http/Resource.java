package io.althing.http;

/** What can be asked about one noun. Bound once for each event loop; the same object serves them all. */
@FunctionalInterface
public interface Resource extends AutoCloseable {
    /** Says which operation is answered how. */
    void bind(Routes routes);

    /** Lets go of what it holds; the server closes its resources when it is closed. */
    @Override
    default void close() {}
}
