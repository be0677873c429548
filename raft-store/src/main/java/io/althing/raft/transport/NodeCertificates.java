package io.althing.raft.transport;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A small authority for node certificates (ECDSA P-256), for development and for clusters without a PKI of their own. While one
 * authority follows another, nodes trust both: see {@link #trusting}. Files are written certificate last, so that a reload in between
 * fails cleanly.
 */
public final class NodeCertificates {
    private static final Duration BACKDATED = Duration.ofMinutes(5);
    private static final KeyPurposeId[] BOTH_ENDS = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};

    private final KeyPair pair;
    private final X509Certificate certificate;
    private final List<X509Certificate> trusted;
    private final Sources sources;

    private record Sources(InstantSource clock, SecureRandom random) {}

    private NodeCertificates(KeyPair pair, X509Certificate certificate, List<X509Certificate> trusted,
            Sources sources) {
        this.pair = pair;
        this.certificate = certificate;
        this.trusted = trusted;
        this.sources = sources;
    }

    /** A new authority, in memory until {@link #save}. */
    public static NodeCertificates create(String name, Duration validity, InstantSource clock, SecureRandom random) {
        try {
            KeyPair pair = newPair(random);
            X500Principal subject = new X500Principal("CN=" + name);
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(subject, serial(random),
                    Date.from(clock.instant().minus(BACKDATED)), Date.from(clock.instant().plus(validity)), subject,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.subjectKeyIdentifier, false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            X509Certificate own = sign(builder, pair);
            return new NodeCertificates(pair, own, List.of(own), new Sources(clock, random));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("this JDK cannot make an ECDSA certificate", e);
        }
    }

    /**
     * Opens an authority saved before.
     *
     * @throws IOException naming the file that is missing or unfit
     */
    public static NodeCertificates open(Path certificate, Path key, InstantSource clock, SecureRandom random)
            throws IOException {
        X509Certificate ca = PemFiles.certificates(certificate).getFirst();
        PublicKey known = ca.getPublicKey();
        KeyPair pair = new KeyPair(known, PemFiles.key(key, known.getAlgorithm()));
        return new NodeCertificates(pair, ca, List.of(ca), new Sources(clock, random));
    }

    /** The same authority, whose nodes trust others too. */
    public NodeCertificates trusting(Collection<X509Certificate> others) {
        List<X509Certificate> all = new ArrayList<>(List.of(certificate));
        others.stream().filter(other -> !other.equals(certificate)).forEach(all::add);
        return new NodeCertificates(pair, certificate, List.copyOf(all), sources);
    }

    /** This authority's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** All authorities its nodes trust, itself first. */
    public List<X509Certificate> trusted() {
        return trusted;
    }

    /** Writes the authority's certificate and its key. */
    public void save(Path certificateFile, Path keyFile) throws IOException {
        PemFiles.writeKey(keyFile, pair.getPrivate());
        PemFiles.writeCertificates(certificateFile, List.of(certificate));
    }

    /** Writes the certificates of all authorities that nodes trust. */
    public void writeTrusted(Path authorities) throws IOException {
        PemFiles.writeCertificates(authorities, trusted);
    }

    /** Issues a certificate for a node, valid from now, and writes it with its new key and the authorities it trusts. */
    public void issue(PeerIdentity identity, Duration validity, TlsFiles to) throws IOException {
        issue(new GeneralName(GeneralName.uniformResourceIdentifier, identity.uri().toString()), identity.node(),
                sources.clock.instant().plus(validity), to);
    }

    /** Issues a certificate with any one alternative name, until a given time. */
    void issue(GeneralName name, String commonName, Instant until, TlsFiles to) throws IOException {
        try {
            KeyPair own = newPair(sources.random);
            Instant now = sources.clock.instant();
            Instant from = (until.isBefore(now) ? until : now).minus(BACKDATED);
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(certificate.getSubjectX500Principal(),
                    serial(sources.random), Date.from(from), Date.from(until), new X500Principal("CN=" + commonName),
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(BOTH_ENDS));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
            builder.addExtension(Extension.authorityKeyIdentifier, false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(pair.getPublic()));
            X509Certificate issued = sign(builder, pair);
            writeTrusted(to.authorities());
            PemFiles.writeKey(to.key(), own.getPrivate());
            PemFiles.writeCertificates(to.certificate(), List.of(issued));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("this JDK cannot make an ECDSA certificate", e);
        }
    }

    private static KeyPair newPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(127, random).add(BigInteger.ONE);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair by)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
    }
}
