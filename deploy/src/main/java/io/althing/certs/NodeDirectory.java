package io.althing.certs;

import io.althing.raft.transport.PeerIdentity;
import io.althing.raft.transport.PemFiles;
import io.althing.raft.transport.TlsFiles;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/**
 * Where a node's own certificate, key and trusted authorities lie: {@code node.pem}, {@code node.key}, {@code authorities.pem}.
 *
 * @param path the directory
 */
public record NodeDirectory(Path path) {
    /** The three files. */
    public TlsFiles files() {
        return new TlsFiles(path.resolve("node.pem"), path.resolve("node.key"), path.resolve("authorities.pem"));
    }

    /**
     * The node's certificate.
     *
     * @throws IOException naming the file, if it is missing or unfit
     */
    public X509Certificate certificate() throws IOException {
        return PemFiles.certificates(files().certificate()).getFirst();
    }

    /**
     * Whose certificate it is.
     *
     * @throws IOException naming the file, if it is missing, unfit, or no node's
     */
    public PeerIdentity identity() throws IOException {
        return PeerIdentity.of(certificate())
                .orElseThrow(() -> new IOException(files().certificate() + " is not the certificate of a node"));
    }
}
