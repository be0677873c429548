package io.althing.audit;

import java.io.IOException;
import java.util.Optional;

/**
 * Where full tiles and full entry bundles lie that a replica no longer keeps in its own state: a directory, an object store. Named by their
 * paths in the log. What is written once never changes. Any thread.
 */
public interface ColdStore {
    /** The bytes kept under the path; empty if there are none. */
    Optional<byte[]> read(String path) throws IOException;

    /**
     * Keeps the bytes; when this returns they survive a loss of power. Writing the same again does nothing.
     *
     * @throws IOException
     *             if they cannot be kept, or other bytes lie there
     */
    void write(String path, byte[] bytes) throws IOException;
}
