package io.althing.artifacts;

/** Why bytes were not taken in; nothing of them is kept. The message says what to do. Expected, so without a stack trace. */
public final class ArtifactFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** The bytes are not those whose digest was announced. */
        WRONG_DIGEST,
        /** More bytes than this node takes. */
        TOO_LARGE,
        /** The disk is full, or would be. */
        DISK_FULL
    }

    private final Reason reason;

    public ArtifactFailure(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}
