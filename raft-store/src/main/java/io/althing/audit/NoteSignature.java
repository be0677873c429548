package io.althing.audit;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One signature line of a note: {@code — <name> <base64 of key id and signature>}. Immutable; not yet verified. */
public final class NoteSignature {
    private static final String DASH = "\u2014 ";

    private final String name;
    private final int keyId;
    private final byte[] signature;

    NoteSignature(String name, int keyId, byte[] signature) {
        this.name = name;
        this.keyId = keyId;
        this.signature = signature.clone();
    }

    /**
     * Reads a line, without its line feed.
     *
     * @throws MalformedException
     *             if it does not have the form of a signature line
     */
    public static NoteSignature parse(String line) {
        if (!line.startsWith(DASH)) {
            throw new MalformedException(
                    "note: a signature line starts with an em dash (U+2014) and a space, not with '"
                            + line.substring(0, Math.min(2, line.length())) + "'");
        }
        String[] parts = line.substring(DASH.length()).split(" ", -1);
        if (parts.length != 2) {
            throw new MalformedException("note: a signature line has a name and a signature, one space between");
        }
        NoteKey.requireName(parts[0]);
        byte[] payload = StrictBase64.decode(parts[1]);
        if (payload.length <= Integer.BYTES) {
            throw new MalformedException("note: the signature of " + parts[0] + " is too short");
        }
        return new NoteSignature(parts[0], ByteBuffer.wrap(payload).getInt(),
                Arrays.copyOfRange(payload, Integer.BYTES, payload.length));
    }

    /** Whose signature it claims to be. */
    public String name() {
        return name;
    }

    /** The id of the key it claims to be by. */
    public int keyId() {
        return keyId;
    }

    /** The bytes after the key id. */
    byte[] bytes() {
        return signature;
    }

    /** A cosignature's time in seconds since 1970; -1 if there are too few bytes for one. */
    long time() {
        return signature.length < Long.BYTES ? -1 : ByteBuffer.wrap(signature).getLong();
    }

    boolean isBy(NoteKey key) {
        return name.equals(key.name()) && keyId == key.id();
    }

    /** The line, without a line feed. */
    public String line() {
        return DASH + name + " " + StrictBase64.encode(
                ByteBuffer.allocate(Integer.BYTES + signature.length).putInt(keyId).put(signature).array());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature that && line().equals(that.line());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return line();
    }
}
