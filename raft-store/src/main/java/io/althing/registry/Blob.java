package io.althing.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Immutable bytes that travel inside a command and are kept beside the state: a policy file, the counts of a look, metadata.
 * Equal by content; named by its digest.
 */
public final class Blob {
    private final byte[] bytes;
    private volatile Optional<Sha256> digest = Optional.empty();

    private Blob(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A blob of a copy of these bytes; later changes to the array do not reach it. */
    public static Blob of(byte[] bytes) {
        return new Blob(bytes.clone());
    }

    /** @throws IllegalArgumentException if the text is not standard base64 with padding (RFC 4648 §4) */
    public static Blob ofBase64(String text) {
        return new Blob(Base64.getDecoder().decode(text));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    /** Standard base64 with padding (RFC 4648 §4). */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The SHA-256 of the bytes; computed once. */
    public Sha256 digest() {
        if (digest.isEmpty()) {
            digest = Optional.of(computed());
        }
        return digest.get();
    }

    private Sha256 computed() {
        try {
            return new Sha256(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Blob blob && Arrays.equals(bytes, blob.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Blob[" + bytes.length + " bytes]";
    }
}
