package io.althing.certs;

import io.althing.raft.transport.NodeCertificates;
import io.althing.raft.transport.PeerIdentity;
import io.althing.raft.transport.PemFiles;
import io.althing.registry.NodeId;
import io.althing.registry.Region;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;

/**
 * A cluster's own authority in a directory: {@code authority.pem} and {@code authority.key} issue certificates, {@code authorities.pem}
 * holds whom nodes are told to trust, {@code cluster-id} whose nodes they are. Every change leaves a directory that works if it is cut
 * short.
 */
public final class CertificateAuthority {
    /** How long a new authority is good for. */
    public static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    /** How long a node's certificate is good for. */
    public static final Duration NODE_LIFE = Duration.ofDays(365);

    private final Path directory;
    private final String clusterId;
    private final NodeCertificates issuer;
    private final Sources sources;

    /** Wall time, and what keys are drawn from. */
    public record Sources(InstantSource clock, SecureRandom random) {
        /** The machine's own. */
        public static Sources system() {
            return new Sources(InstantSource.system(), new SecureRandom());
        }
    }

    private CertificateAuthority(Path directory, String clusterId, NodeCertificates issuer, Sources sources) {
        this.directory = directory;
        this.clusterId = clusterId;
        this.issuer = issuer;
        this.sources = sources;
    }

    /** Whether there is an authority. */
    public static boolean exists(Path directory) {
        return Files.exists(directory.resolve("authority.pem"));
    }

    /**
     * Makes a new authority.
     *
     * @throws IOException if there is one already or the files cannot be written
     */
    public static CertificateAuthority create(Path directory, String clusterId, Duration life, Sources sources)
            throws IOException {
        if (exists(directory)) {
            throw new FileAlreadyExistsException(directory
                    + " holds an authority already; `althing certs rotate --authority begin` replaces it while nodes run");
        }
        var made = new CertificateAuthority(directory, clusterId, draw(clusterId, life, sources), sources);
        made.save();
        return made;
    }

    private static NodeCertificates draw(String clusterId, Duration life, Sources sources) {
        byte[] tail = new byte[3];
        sources.random.nextBytes(tail);
        String day = LocalDate.ofInstant(sources.clock.instant(), ZoneOffset.UTC).toString();
        return NodeCertificates.create(clusterId + " nodes " + day + " " + HexFormat.of().formatHex(tail), life,
                sources.clock, sources.random);
    }

    private void save() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("cluster-id"), clusterId + "\n");
        issuer.writeTrusted(directory.resolve("authorities.pem"));
        issuer.save(directory.resolve("authority.pem"), directory.resolve("authority.key"));
    }

    /**
     * Opens an authority.
     *
     * @throws IOException naming the file that is missing or unfit
     */
    public static CertificateAuthority open(Path directory, Sources sources) throws IOException {
        if (!exists(directory)) {
            throw new IOException(
                    "there is no authority in " + directory + "; `althing certs init " + directory + "` makes one");
        }
        NodeCertificates alone = NodeCertificates.open(directory.resolve("authority.pem"),
                directory.resolve("authority.key"), sources.clock, sources.random);
        return new CertificateAuthority(directory, Files.readString(directory.resolve("cluster-id")).strip(),
                alone.trusting(PemFiles.certificates(directory.resolve("authorities.pem"))), sources);
    }

    /** Whose nodes it issues certificates for. */
    public String clusterId() {
        return clusterId;
    }

    /** Whether nodes are told to trust the authority before this one too. */
    public boolean followsAnother() {
        return issuer.trusted().size() > 1;
    }

    /** Issues a certificate and writes it, its new key and the trusted authorities. */
    public void issue(NodeId node, Region region, Duration life, NodeDirectory to) throws IOException {
        issuer.issue(new PeerIdentity(clusterId, region.value(), node.value()), life, to.files());
    }

    /**
     * Issues a node its certificate anew, with a new key.
     *
     * @throws IOException if what is there is not a certificate of one of this cluster's nodes
     */
    public void renew(NodeDirectory node, Duration life) throws IOException {
        PeerIdentity identity = node.identity();
        if (!identity.cluster().equals(clusterId)) {
            throw new IOException(node.path() + " is of " + identity + ", a node of another cluster than " + clusterId);
        }
        issuer.issue(identity, life, node.files());
    }

    /**
     * Makes the authority that follows this one. From now on it issues; nodes given {@link #trust} trust both.
     *
     * @throws IOException if a succession is under way or the files cannot be written
     */
    public CertificateAuthority succeeded(Duration life) throws IOException {
        if (followsAnother()) {
            throw new IOException(directory
                    + " is between two authorities already; rotate the nodes, then end it with `--authority finish`");
        }
        NodeCertificates next = draw(clusterId, life, sources).trusting(issuer.trusted());
        var successor = new CertificateAuthority(directory, clusterId, next, sources);
        successor.save();
        return successor;
    }

    /**
     * This authority alone; nodes given {@link #trust} do not trust the one before it any more.
     *
     * @throws IOException if the files cannot be written
     */
    public CertificateAuthority alone() throws IOException {
        var single = new CertificateAuthority(directory, clusterId, NodeCertificates.open(
                directory.resolve("authority.pem"), directory.resolve("authority.key"), sources.clock, sources.random),
                sources);
        single.save();
        return single;
    }

    /** Tells a node whom to trust; its certificate stays. */
    public void trust(NodeDirectory node) throws IOException {
        issuer.writeTrusted(node.files().authorities());
    }

    /** Whether a certificate was issued by this authority, not by the one before it. */
    public boolean issued(X509Certificate certificate) {
        try {
            PublicKey key = issuer.certificate().getPublicKey();
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** All authorities that nodes are told to trust. */
    public List<X509Certificate> trusted() {
        return issuer.trusted();
    }
}
