package io.althing.agent;

import io.althing.registry.Command;
import io.althing.registry.Signature;
import io.althing.registry.SignedStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Signs what the region says with the region's own key: Ed25519 (RFC 8032). Any thread. */
public final class Signer {
    /** What a command carries until it is signed. */
    static final Signature UNSIGNED = new Signature("");

    private static final int BYTES = 32;
    /** Everything before the seed in the PKCS #8 form of an Ed25519 private key (RFC 8410). */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final UnaryOperator<byte[]> key;

    private Signer(UnaryOperator<byte[]> key) {
        this.key = key;
    }

    /**
     * Signs by other means than a key in memory: a hardware module, or what a simulation has in place of signatures.
     *
     * @param key gives the signature's bytes over a statement's; any thread
     */
    public static Signer of(UnaryOperator<byte[]> key) {
        return new Signer(key);
    }

    /**
     * Reads the key's file: one line, the 32-byte seed in base64.
     *
     * @throws IOException if it is missing, broken, or open to others than its owner; the message says what to do
     */
    public static Signer read(Path file) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (mode.stream().anyMatch(p -> p.name().startsWith("GROUP") || p.name().startsWith("OTHERS"))) {
            throw new IOException(
                    file + " is open to others than its owner; a private key must not be: chmod 600 " + file);
        }
        try {
            return ofSeed(Base64.getDecoder().decode(Files.readString(file).strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException("key file " + file + " does not hold the 32 bytes of an Ed25519 seed in base64", e);
        }
    }

    /** @throws IllegalArgumentException unless the seed has 32 bytes */
    public static Signer ofSeed(byte[] seed) {
        if (seed.length != BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
        }
        byte[] encoded = Arrays.copyOf(PKCS8, PKCS8.length + BYTES);
        System.arraycopy(seed, 0, encoded, PKCS8.length, BYTES);
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return of(statement -> ed25519(key, statement));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    private static byte[] ed25519(PrivateKey key, byte[] statement) {
        try {
            java.security.Signature signer = java.security.Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(statement);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 signing failed", e);
        }
    }

    /** The signature over the text as UTF-8. */
    Signature sign(String statement) {
        return new Signature(
                Base64.getEncoder().encodeToString(key.apply(statement.getBytes(StandardCharsets.UTF_8))));
    }

    /** The same command with the region's signature, if it is one that carries one. */
    Command signed(String cluster, Command command) {
        if (command instanceof Command.ProposeRegionPolicy c) {
            return new Command.ProposeRegionPolicy(c.policy(), c.file(), c.basedOn(),
                    sign(SignedStatement.policyFile(cluster, c.policy().region(), c.file().digest(), c.basedOn())));
        }
        if (command instanceof Command.VoteOnCandidate c) {
            return new Command.VoteOnCandidate(c.epoch(), c.attempt(), c.region(),
                    c.accept(), c.objections(), sign(SignedStatement.candidateVote(cluster, c)));
        }
        if (command instanceof Command.ReportStepPassed c) {
            return new Command.ReportStepPassed(c.rollout(), c.region(), c.step(),
                    c.evidence(), c.promotable(), sign(SignedStatement.stepPassed(cluster, c)));
        }
        if (command instanceof Command.OpenBallot c) {
            return new Command.OpenBallot(c.ballot(), c.rollout(), c.region(), c.evidence(),
                    c.basis(), c.lookCounts(), c.journal(), sign(SignedStatement.conviction(cluster, c)));
        }
        if (command instanceof Command.CastVote c) {
            return new Command.CastVote(c.ballot(), c.region(), c.choice(), c.evidence(),
                    c.basis(), sign(SignedStatement.vote(cluster, c)));
        }
        return command;
    }
}
