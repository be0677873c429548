package io.althing.audit;

/** What a signature line's key signs; the byte is C2SP signed-note's. */
public enum KeyType {
    /** An Ed25519 signature over a note's text: the log's own. */
    ED25519(0x01),
    /** An Ed25519 signature over a time and a checkpoint: a witness's or a region's (C2SP tlog-cosignature v1). */
    COSIGNATURE_V1(0x04);

    private final int code;

    KeyType(int code) {
        this.code = code;
    }

    byte code() {
        return (byte) code;
    }

    /** @throws MalformedException if the byte is of a kind that is not supported here */
    static KeyType of(byte code) {
        for (KeyType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new MalformedException(String.format("key type 0x%02x is not supported: 0x01 (Ed25519) and 0x04"
                + " (cosignature/v1) are", code));
    }
}
