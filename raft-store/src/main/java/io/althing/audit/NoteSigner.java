package io.althing.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A private key that signs notes. Its secret form is the one Go's {@code note} package writes:
 * {@code PRIVATE+KEY+name+hex(key id)+base64(type ‖ seed)}; keep it in a file only its owner can read. Signing is deterministic
 * (RFC 8032). Immutable.
 */
public final class NoteSigner {
    private static final String SECRET_PREFIX = "PRIVATE+KEY+";

    private final NoteKey key;
    private final byte[] seed;
    private final PrivateKey secret;

    /**
     * The signer of a seed.
     *
     * @throws MalformedException
     *             if the name is not a key's name or the seed has not 32 bytes
     */
    public NoteSigner(String name, KeyType type, byte[] seed) {
        this.seed = seed.clone();
        this.secret = Ed25519.privateKey(seed);
        this.key = new NoteKey(name, type, Ed25519.publicKeyOf(seed));
    }

    /** A new key. */
    public static NoteSigner generate(String name, KeyType type, SecureRandom random) {
        byte[] seed = new byte[Ed25519.KEY_BYTES];
        random.nextBytes(seed);
        return new NoteSigner(name, type, seed);
    }

    /**
     * Reads a secret form.
     *
     * @throws MalformedException
     *             if its form is wrong or its key id is not that of the key; the message never holds the secret
     */
    public static NoteSigner parse(String secret) {
        String[] parts = secret.startsWith(SECRET_PREFIX)
                ? secret.substring(SECRET_PREFIX.length()).split("\\+", 3)
                : new String[0];
        if (parts.length != 3) {
            throw new MalformedException("not a signing key: PRIVATE+KEY+<name>+<key id>+<base64 of type and seed>");
        }
        byte[] typed;
        try {
            typed = StrictBase64.decode(parts[2]);
        } catch (MalformedException e) {
            throw new MalformedException("the signing key of '" + parts[0] + "' is not base64");
        }
        if (typed.length != 1 + Ed25519.KEY_BYTES) {
            throw new MalformedException("the signing key of '" + parts[0] + "' has not 33 bytes");
        }
        NoteSigner signer = new NoteSigner(parts[0], KeyType.of(typed[0]), Arrays.copyOfRange(typed, 1, typed.length));
        if (!signer.key.hexId().equals(parts[1])) {
            throw new MalformedException("the signing key of '" + parts[0] + "' has key id " + signer.key.hexId()
                    + ", not " + parts[1]);
        }
        return signer;
    }

    /** The public key. */
    public NoteKey key() {
        return key;
    }

    /** The secret form. */
    public String secret() {
        return SECRET_PREFIX + key.name() + "+" + key.hexId() + "+"
                + StrictBase64.encode(NoteKey.typed(key.type(), seed));
    }

    /**
     * Signs a checkpoint as its log.
     *
     * @throws IllegalStateException
     *             if this is not a log's key
     */
    public NoteSignature sign(Checkpoint checkpoint) {
        require(KeyType.ED25519);
        return new NoteSignature(key.name(), key.id(),
                Ed25519.sign(secret, checkpoint.text().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Cosigns a checkpoint: at this time it was the largest tree of its log seen by this key's owner, consistent with all before. Call it
     * through {@link Cosigner} only, which keeps that promise.
     *
     * @param time
     *            seconds since 1970
     * @throws IllegalStateException
     *             if this is not a cosigner's key
     */
    NoteSignature cosign(Checkpoint checkpoint, long time) {
        require(KeyType.COSIGNATURE_V1);
        byte[] signed = Ed25519.sign(secret, NoteKey.cosignedMessage(time, checkpoint.text()));
        return new NoteSignature(key.name(), key.id(),
                ByteBuffer.allocate(Long.BYTES + signed.length).putLong(time).put(signed).array());
    }

    private void require(KeyType type) {
        if (key.type() != type) {
            throw new IllegalStateException("key " + key.vkey() + " is not of type " + type);
        }
    }

    /** The public key; never the secret. */
    @Override
    public String toString() {
        return "signer of " + key.vkey();
    }
}
