package io.althing.serving;

import io.althing.registry.Sha256;
import java.io.IOException;
import java.io.InputStream;

/** Where an artifact's bytes come from, such as the region's API. The bytes need not be trusted; the cache verifies them. */
public interface ArtifactSource {
    /**
     * Opens the bytes for reading; the caller closes the stream.
     *
     * @throws IOException if they are not to be had; the message says from where and why
     */
    InputStream open(Sha256 digest) throws IOException;
}
