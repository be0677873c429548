package io.althing.http;

/** What can be asked about one noun. Bound once for each event loop; the same object serves them all. */
@FunctionalInterface
public interface Resource {
    /** Says which operation is answered how. */
    void bind(Routes routes);
}
