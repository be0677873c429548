package io.althing.audit;

import java.io.IOException;
import java.util.Optional;

/** Where the bulky parts that entries name by digest are kept. */
@FunctionalInterface
public interface BlobSource {
    /** Knows no blob. */
    BlobSource NONE = sha256 -> Optional.empty();

    /**
     * The bytes of this SHA-256, in hexadecimal; empty if they are not there. Whoever asks compares the digest.
     */
    Optional<byte[]> blob(String sha256) throws IOException;
}
