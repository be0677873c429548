package io.althing.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** Ed25519 keys in files: one line, the 32-byte seed of RFC 8032 in base64, for the owner's eyes only. */
public final class KeyFiles {
    private static final int BYTES = 32;
    /** Everything before the seed in the PKCS #8 form of an Ed25519 private key (RFC 8410). */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private KeyFiles() {}

    /** A new key pair from the platform's secure randomness. */
    static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform from 15 on has Ed25519", e);
        }
    }

    /** The public half, raw 32 bytes in base64. */
    static String publicKey(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length));
    }

    /** The 32 bytes of the private half. */
    static byte[] seed(KeyPair pair) {
        byte[] encoded = pair.getPrivate().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length);
    }

    /** Writes the private half to a new file that only its owner can read. */
    static void write(Path file, KeyPair pair) throws IOException {
        byte[] seed = seed(pair);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Base64.getEncoder().encodeToString(seed) + "\n");
    }

    /**
     * Reads a private key.
     *
     * @throws ConfigException if the file is missing, broken, or readable by others than its owner
     */
    public static PrivateKey read(Path file) throws ConfigException {
        byte[] encoded = Arrays.copyOf(PKCS8, PKCS8.length + BYTES);
        System.arraycopy(seed(file), 0, encoded, PKCS8.length, BYTES);
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new ConfigException("key file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The 32 bytes of a private key.
     *
     * @throws ConfigException as {@link #read}
     */
    static byte[] seed(Path file) throws ConfigException {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (mode.contains(PosixFilePermission.GROUP_READ) || mode.contains(PosixFilePermission.OTHERS_READ)) {
                throw new ConfigException(
                        file + " can be read by others; a private key must not be: chmod 600 " + file);
            }
            byte[] seed = Base64.getDecoder().decode(Files.readString(file).strip());
            if (seed.length != BYTES) {
                throw new ConfigException(file + " holds " + seed.length + " bytes; an Ed25519 key has 32");
            }
            return seed;
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no key file " + file + "; `althing cluster init` makes the keys", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException("key file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
