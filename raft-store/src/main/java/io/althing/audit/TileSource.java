package io.althing.audit;

import java.io.IOException;
import java.util.Optional;

/**
 * A log's static files as C2SP tlog-tiles lays them out: a directory, a web server, a store. Any content may be false; that is for
 * {@link AuditVerifier} to find. Safe for use by one thread at a time unless an implementation says more.
 */
public interface TileSource {
    /** The bytes of {@code checkpoint}; empty if there is none. */
    Optional<byte[]> checkpoint() throws IOException;

    /** The bytes of a hash tile; empty if there is none of exactly that width. */
    Optional<byte[]> tile(Tile tile) throws IOException;

    /** The bytes of an entry bundle; empty if there is none of exactly that width. */
    Optional<byte[]> bundle(EntryBundle bundle) throws IOException;
}
