package io.althing.raft.transport;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A small authority for node certificates (ECDSA P-256), for development and for clusters without a PKI of their own. Keys are written
 * readable by their owner only; files are replaced whole, certificate last, so that a reload in between fails cleanly.
 */
public final class NodeCertificates {
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private final KeyPair pair;
    private final X509Certificate certificate;
    private final InstantSource clock;
    private final SecureRandom random;

    private NodeCertificates(KeyPair pair, X509Certificate certificate, InstantSource clock, SecureRandom random) {
        this.pair = pair;
        this.certificate = certificate;
        this.clock = clock;
        this.random = random;
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
            return new NodeCertificates(pair, sign(builder, pair.getPrivate()), clock, random);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("this JDK cannot make an ECDSA certificate", e);
        }
    }

    /** Opens an authority saved before. */
    public static NodeCertificates open(Path certificate, Path key, InstantSource clock, SecureRandom random)
            throws IOException {
        try {
            X509Certificate ca = (X509Certificate) TlsMaterial.certificates(certificate).iterator().next();
            PrivateKey secret = TlsMaterial.key(key, ca.getPublicKey().getAlgorithm());
            return new NodeCertificates(new KeyPair(ca.getPublicKey(), secret), ca, clock, random);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "authority " + certificate + " with key " + key + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Writes the authority's certificate and its key. */
    public void save(Path certificateFile, Path keyFile) throws IOException {
        write(keyFile, new JcaPKCS8Generator(pair.getPrivate(), null), true);
        write(certificateFile, certificate, false);
    }

    /** Issues a certificate for a node, valid from now, and writes it with its new key and this authority's certificate. */
    public void issue(PeerIdentity identity, Duration validity, TlsFiles to) throws IOException {
        issue(new GeneralName(GeneralName.uniformResourceIdentifier, identity.uri().toString()), identity.node(),
                clock.instant().plus(validity), to);
    }

    /** Issues a certificate with any one alternative name, until a given time. */
    void issue(GeneralName name, String commonName, Instant until, TlsFiles to) throws IOException {
        try {
            KeyPair own = newPair(random);
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(certificate.getSubjectX500Principal(),
                    serial(random),
                    Date.from(until.isBefore(clock.instant())
                            ? until.minus(BACKDATED)
                            : clock.instant().minus(BACKDATED)),
                    Date.from(until), new X500Principal("CN=" + commonName), own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
            X509Certificate issued = sign(builder, pair.getPrivate());
            write(to.authorities(), certificate, false);
            write(to.key(), new JcaPKCS8Generator(own.getPrivate(), null), true);
            write(to.certificate(), issued, false);
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

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static void write(Path file, Object content, boolean secret) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(content);
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(beside);
        if (secret) {
            Files.createFile(beside,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(beside, text.toString());
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
