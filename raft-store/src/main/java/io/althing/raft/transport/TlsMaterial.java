package io.althing.raft.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

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

    private final PeerIdentity identity;
    private final Instant notAfter;
    private final KeyManagerFactory keys;
    private final TrustManagerFactory trust;

    private TlsMaterial(PeerIdentity identity, Instant notAfter, KeyManagerFactory keys, TrustManagerFactory trust) {
        this.identity = identity;
        this.notAfter = notAfter;
        this.keys = keys;
        this.trust = trust;
    }

    PeerIdentity identity() {
        return identity;
    }

    Instant notAfter() {
        return notAfter;
    }

    /** @throws IOException naming the file that is missing, unreadable or unfit */
    static TlsMaterial load(TlsFiles files) throws IOException {
        try {
            Certificate[] chain = certificates(files.certificate()).toArray(Certificate[]::new);
            X509Certificate leaf = (X509Certificate) chain[0];
            PeerIdentity identity = PeerIdentity.of(leaf).orElseThrow(() -> new IOException("certificate "
                    + files.certificate()
                    + " names no node: it needs exactly one subject alternative name of the form althing://cluster/region/node"));
            PrivateKey key = key(files.key(), leaf.getPublicKey().getAlgorithm());
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("node", key, new char[0], chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);
            KeyStore others = KeyStore.getInstance("PKCS12");
            others.load(null, null);
            int n = 0;
            for (Certificate authority : certificates(files.authorities())) {
                others.setCertificateEntry("authority-" + n++, authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(others);
            return new TlsMaterial(identity, leaf.getNotAfter().toInstant(), keys, trust);
        } catch (GeneralSecurityException e) {
            throw new IOException("certificate " + files.certificate() + ", key " + files.key() + " and authorities "
                    + files.authorities() + " do not fit together: " + e.getMessage(), e);
        }
    }

    static Collection<? extends Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
        if (found.isEmpty()) {
            throw new IOException("no certificate in " + file);
        }
        return found;
    }

    static PrivateKey key(Path file, String algorithm) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new IOException("no unencrypted PKCS#8 private key in " + file);
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    void secure(NetServerOptions options) {
        options.setSsl(true).setClientAuth(ClientAuth.REQUIRED).setKeyCertOptions(KeyCertOptions.wrap(keys))
                .setTrustOptions(TrustOptions.wrap(trust)).setEnabledSecureTransportProtocols(PROTOCOLS)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS);
    }

    ServerSSLOptions server() {
        return new ServerSSLOptions().setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(KeyCertOptions.wrap(keys))
                .setTrustOptions(TrustOptions.wrap(trust)).setEnabledSecureTransportProtocols(PROTOCOLS)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS);
    }

    /** Without host names: who answers is checked against the identity that was dialled. */
    ClientSSLOptions client() {
        return new ClientSSLOptions().setHostnameVerificationAlgorithm("").setKeyCertOptions(KeyCertOptions.wrap(keys))
                .setTrustOptions(TrustOptions.wrap(trust)).setEnabledSecureTransportProtocols(PROTOCOLS)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS);
    }
}
