package io.althing.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public key that checks lines of signed notes: a name, what it signs, and 32 bytes. Written as a C2SP vkey:
 * {@code name+hex(key id)+base64(type ‖ key)}. Immutable.
 */
public final class NoteKey {
    private final String name;
    private final KeyType type;
    private final byte[] raw;
    private final PublicKey key;

    /**
     * A key.
     *
     * @throws MalformedException
     *             if the name is empty or holds a space or a plus, or the bytes are not a key
     */
    public NoteKey(String name, KeyType type, byte[] raw) {
        requireName(name);
        this.name = name;
        this.type = type;
        this.raw = raw.clone();
        this.key = Ed25519.publicKey(raw);
    }

    /**
     * Reads a vkey.
     *
     * @throws MalformedException
     *             if its form is wrong, the type unsupported or the key id not that of the key
     */
    public static NoteKey parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3 || !parts[1].matches("[0-9a-f]{8}")) {
            throw new MalformedException("'" + vkey + "' is not a vkey: <name>+<key id>+<base64 of type and key>");
        }
        byte[] typed = StrictBase64.decode(parts[2]);
        if (typed.length == 0) {
            throw new MalformedException("'" + vkey + "' holds no key");
        }
        NoteKey key = new NoteKey(parts[0], KeyType.of(typed[0]), Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.hexId().equals(parts[1])) {
            throw new MalformedException("vkey of '" + parts[0] + "': key id " + parts[1] + " does not fit the key, "
                    + key.hexId() + " does");
        }
        return key;
    }

    static void requireName(String name) {
        if (name.isEmpty() || name.codePoints()
                .anyMatch(c -> c == '+' || c < 0x20 || Character.isWhitespace(c) || Character.isSpaceChar(c))) {
            throw new MalformedException("'" + name + "' is not a key's name: not empty, no space and no plus");
        }
    }

    /** Whose key it is; a log's key bears the log's origin. */
    public String name() {
        return name;
    }

    /** What it signs. */
    public KeyType type() {
        return type;
    }

    /** A copy of the 32 bytes. */
    public byte[] raw() {
        return raw.clone();
    }

    /** The first four bytes of SHA-256(name ‖ LF ‖ type ‖ key), big-endian. */
    public int id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            digest.update(type.code());
            return ByteBuffer.wrap(digest.digest(raw)).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    String hexId() {
        return HexFormat.of().toHexDigits(id());
    }

    /** The key in writing. */
    public String vkey() {
        return name + "+" + hexId() + "+" + StrictBase64.encode(typed(type, raw));
    }

    static byte[] typed(KeyType type, byte[] bytes) {
        return ByteBuffer.allocate(1 + bytes.length).put(type.code()).put(bytes).array();
    }

    /** Whether a signature with this key's name and id is truly by it, over this text. */
    boolean verifies(String text, NoteSignature signature) {
        byte[] signed = signature.bytes();
        return switch (type) {
            case ED25519 -> Ed25519.verify(key, text.getBytes(StandardCharsets.UTF_8), signed);
            case COSIGNATURE_V1 -> signed.length == Long.BYTES + Ed25519.SIGNATURE_BYTES && signature.time() >= 0
                    && Ed25519.verify(key, cosignedMessage(signature.time(), text),
                            Arrays.copyOfRange(signed, Long.BYTES, signed.length));
        };
    }

    static byte[] cosignedMessage(long time, String text) {
        return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey that && name.equals(that.name) && type == that.type
                && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    /** The vkey. */
    @Override
    public String toString() {
        return vkey();
    }
}
