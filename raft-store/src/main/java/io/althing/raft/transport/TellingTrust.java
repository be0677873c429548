package io.althing.raft.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Decides as another does, and tells of each certificate that is not accepted: whose it was, from where, and why. */
final class TellingTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;
    private final Refusals refusals;

    private interface Check {
        void run() throws CertificateException;
    }

    TellingTrust(X509ExtendedTrustManager judge, Refusals refusals) {
        this.judge = judge;
        this.refusals = refusals;
    }

    private void tell(X509Certificate[] chain, String host, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            String whose = Optional.of(chain).filter(c -> c.length > 0)
                    .map(c -> PeerIdentity.of(c[0]).map(PeerIdentity::toString)
                            .orElseGet(() -> c[0].getSubjectX500Principal().getName()))
                    .orElse("nobody");
            if (TlsMaterial.expired(e)) {
                refusals.refuse(Refusals.Kind.EXPIRED_CERTIFICATE, host, "the certificate of " + whose
                        + " has expired; issue a new one");
            } else {
                refusals.refuse(Refusals.Kind.FOREIGN_CERTIFICATE, host, "the certificate of " + whose
                        + " is of no authority trusted here");
            }
            throw e;
        }
    }

    private static String host(SSLEngine engine) {
        return Optional.ofNullable(engine.getPeerHost()).orElse("a caller");
    }

    private static String host(Socket socket) {
        return String.valueOf(socket.getRemoteSocketAddress());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        tell(chain, host(engine), () -> judge.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        tell(chain, host(engine), () -> judge.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        tell(chain, host(socket), () -> judge.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        tell(chain, host(socket), () -> judge.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        tell(chain, "a caller", () -> judge.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        tell(chain, "a peer", () -> judge.checkServerTrusted(chain, authType));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
