package io.althing.audit;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 value in the tree: 32 bytes, immutable. */
public final class Hash {
    /** Length in bytes. */
    public static final int BYTES = 32;

    private final byte[] value;

    private Hash(byte[] value) {
        this.value = value;
    }

    /**
     * The hash of these 32 bytes.
     *
     * @throws MalformedException
     *             unless there are exactly 32
     */
    public static Hash of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /**
     * The hash held in a part of an array.
     *
     * @throws MalformedException unless length is 32
     */
    public static Hash of(byte[] bytes, int offset, int length) {
        if (length != BYTES) {
            throw new MalformedException("a hash has 32 bytes, not " + length);
        }
        return new Hash(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /**
     * The hash written as 64 hexadecimal digits.
     *
     * @throws MalformedException
     *             unless the text is that
     */
    public static Hash fromHex(String hex) {
        try {
            return of(HexFormat.of().parseHex(hex));
        } catch (MalformedException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("'" + hex + "' is not hexadecimal");
        }
    }

    /**
     * The hash written in base64.
     *
     * @throws MalformedException
     *             unless the text is the one padded form of 32 bytes
     */
    public static Hash fromBase64(String base64) {
        return of(StrictBase64.decode(base64));
    }

    /** SHA-256 of these bytes: the name of a blob. */
    static Hash sha256(byte[] bytes) {
        return new Hash(MerkleTree.sha256().digest(bytes));
    }

    static Hash digest(MessageDigest digest) {
        return new Hash(digest.digest());
    }

    void update(MessageDigest digest) {
        digest.update(value);
    }

    /** A copy of the 32 bytes. */
    public byte[] toBytes() {
        return value.clone();
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    /** The 44 characters of padded base64 that checkpoints and proofs hold. */
    public String base64() {
        return StrictBase64.encode(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
