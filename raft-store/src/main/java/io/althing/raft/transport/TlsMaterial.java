package io.althing.raft.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;

/** A node's certificate, key and authorities, read and checked, ready for handshakes: TLS 1.3 only, both sides authenticated. */
final class TlsMaterial {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3");
    private static final long HANDSHAKE_SECONDS = 10;
    /** What the JDK calls the key exchange where the certificate does not decide it. */
    private static final String TLS_1_3 = "UNKNOWN";

    private final PeerIdentity identity;
    private final CertificatesInForce inForce;
    private final KeyManagerFactory keys;
    private final X509ExtendedTrustManager trust;

    private TlsMaterial(PeerIdentity identity, CertificatesInForce inForce, KeyManagerFactory keys,
            X509ExtendedTrustManager trust) {
        this.identity = identity;
        this.inForce = inForce;
        this.keys = keys;
        this.trust = trust;
    }

    PeerIdentity identity() {
        return identity;
    }

    CertificatesInForce inForce() {
        return inForce;
    }

    /**
     * Reads and checks the files: the key must be the certificate's, which must be in force and of one of the authorities.
     *
     * @throws IOException naming the file that is missing, unreadable or unfit
     */
    static TlsMaterial load(TlsFiles files) throws IOException {
        X509Certificate[] chain = PemFiles.certificates(files.certificate()).toArray(X509Certificate[]::new);
        X509Certificate leaf = chain[0];
        PeerIdentity identity = PeerIdentity.of(leaf).orElseThrow(() -> new IOException("certificate "
                + files.certificate()
                + " names no node: it needs exactly one subject alternative name of the form althing://cluster/region/node"));
        PrivateKey key = PemFiles.key(files.key(), leaf.getPublicKey().getAlgorithm());
        try {
            if (!fits(key, leaf)) {
                throw new IOException("key " + files.key() + " is not that of certificate " + files.certificate());
            }
            List<X509Certificate> authorities = PemFiles.certificates(files.authorities());
            X509ExtendedTrustManager trust = trust(authorities);
            trust.checkServerTrusted(chain, TLS_1_3);
            trust.checkClientTrusted(chain, TLS_1_3);
            return new TlsMaterial(identity, inForce(leaf, authorities), keys(chain, key), trust);
        } catch (CertificateException e) {
            throw new IOException("certificate " + files.certificate() + (expired(e)
                    ? " has expired; issue a new one"
                    : " is not fit for both ends of TLS, or none of the authorities in " + files.authorities()
                            + " stands for it ("
                            + e.getMessage() + ")"),
                    e);
        } catch (GeneralSecurityException e) {
            throw new IOException("certificate " + files.certificate() + ", key " + files.key() + " and authorities "
                    + files.authorities() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static CertificatesInForce inForce(X509Certificate leaf, List<X509Certificate> authorities) {
        Instant first = authorities.stream().map(a -> a.getNotAfter().toInstant()).min(Comparator.naturalOrder())
                .orElseThrow();
        return new CertificatesInForce(leaf.getSerialNumber().toString(16), leaf.getNotAfter().toInstant(),
                authorities.size(), first);
    }

    /** Whether the failure is, at its root, that a certificate's time is over. */
    static boolean expired(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateExpiredException) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(PrivateKey key, X509Certificate leaf) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        byte[] probe = "whose key is this?".getBytes(StandardCharsets.US_ASCII);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(probe);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(leaf.getPublicKey());
        verifying.update(probe);
        return verifying.verify(signing.sign());
    }

    private static KeyManagerFactory keys(X509Certificate[] chain, PrivateKey key)
            throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("node", key, new char[0], chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        return keys;
    }

    private static X509ExtendedTrustManager trust(Collection<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore others = KeyStore.getInstance("PKCS12");
        others.load(null, null);
        int n = 0;
        for (X509Certificate authority : authorities) {
            others.setCertificateEntry("authority-" + n++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(others);
        return Arrays.stream(factory.getTrustManagers()).filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast).findFirst()
                .orElseThrow(() -> new GeneralSecurityException("this JDK has no PKIX trust manager"));
    }

    /** Whether a peer's certificates, accepted before, would be accepted now. */
    boolean stillTrusts(X509Certificate[] chain) {
        try {
            trust.checkClientTrusted(chain, TLS_1_3);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    void secure(NetServerOptions options, Refusals refusals) {
        ServerSSLOptions ssl = server(refusals);
        options.setSsl(true).setClientAuth(ssl.getClientAuth()).setKeyCertOptions(ssl.getKeyCertOptions())
                .setTrustOptions(ssl.getTrustOptions()).setEnabledSecureTransportProtocols(PROTOCOLS)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS);
    }

    /** @param refusals told whose certificate was not accepted, and why */
    ServerSSLOptions server(Refusals refusals) {
        return new ServerSSLOptions().setClientAuth(ClientAuth.REQUIRED).setKeyCertOptions(KeyCertOptions.wrap(keys))
                .setTrustOptions(TrustOptions.wrap(new TellingTrust(trust, refusals)))
                .setEnabledSecureTransportProtocols(PROTOCOLS).setSslHandshakeTimeout(HANDSHAKE_SECONDS);
    }

    /** Without host names: who answers is checked against the identity that was dialled. */
    ClientSSLOptions client(Refusals refusals) {
        return new ClientSSLOptions().setHostnameVerificationAlgorithm("").setKeyCertOptions(KeyCertOptions.wrap(keys))
                .setTrustOptions(TrustOptions.wrap(new TellingTrust(trust, refusals)))
                .setEnabledSecureTransportProtocols(PROTOCOLS).setSslHandshakeTimeout(HANDSHAKE_SECONDS);
    }
}
