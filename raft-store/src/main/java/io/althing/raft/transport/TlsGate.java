package io.althing.raft.transport;

import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.SSLPeerUnverifiedException;

import io.vertx.core.net.NetSocket;

/** The certificates in force and what they prove about the other side of a connection. */
final class TlsGate {
    private final VertxTransport.Config.Tls tls;
    private volatile TlsMaterial material;

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

    /** The proven identity of the other side, if it is a node of this cluster and its certificate is valid now. */
    Optional<PeerIdentity> identify(NetSocket socket) {
        try {
            X509Certificate leaf = (X509Certificate) socket.peerCertificates().getFirst();
            leaf.checkValidity();
            return PeerIdentity.of(leaf).filter(p -> p.cluster().equals(material.identity().cluster()));
        } catch (SSLPeerUnverifiedException | CertificateExpiredException | CertificateNotYetValidException e) {
            return Optional.empty();
        }
    }
}
