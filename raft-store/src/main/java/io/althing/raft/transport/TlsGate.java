package io.althing.raft.transport;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.SSLPeerUnverifiedException;

import io.vertx.core.net.NetSocket;

/** The certificates in force and what they prove about the other side of a connection. */
final class TlsGate {
    private final VertxTransport.Config.Tls tls;
    private volatile TlsMaterial material;

    /**
     * Who the other side of a connection is.
     *
     * @param chain what it showed, its own certificate first
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Proof(PeerIdentity identity, X509Certificate[] chain) {}

    /** @throws IOException naming the file that is missing, unreadable or unfit, or saying that the certificate is another node's */
    TlsGate(VertxTransport.Config.Tls tls) throws IOException {
        this.tls = tls;
        this.material = read();
    }

    private TlsMaterial read() throws IOException {
        TlsMaterial read = TlsMaterial.load(tls.files());
        if (!read.identity().equals(tls.self())) {
            throw new IOException("certificate " + tls.files().certificate() + " is " + read.identity() + "'s, not "
                    + tls.self() + "'s");
        }
        return read;
    }

    TlsMaterial material() {
        return material;
    }

    /**
     * Reads the files again. If they are unfit, what was in force stays.
     *
     * @throws IOException naming the file, or saying that the new certificate is another node's
     */
    void reload() throws IOException {
        material = read();
    }

    /** Who the other side proved to be, if it is a node of this cluster and its certificate is valid now. */
    Optional<Proof> identify(NetSocket socket) {
        try {
            X509Certificate[] chain = socket.peerCertificates().stream().map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
            chain[0].checkValidity();
            return PeerIdentity.of(chain[0]).filter(p -> p.cluster().equals(material.identity().cluster()))
                    .map(p -> new Proof(p, chain));
        } catch (SSLPeerUnverifiedException | CertificateException e) {
            return Optional.empty();
        }
    }
}
