package io.althing.raft;

/** A node must not start on this data or under this name; the message says why and what to do. Nothing was changed. */
public final class StartRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What stands in the way. */
    public enum Kind {
        /** The data directory, or a peer's address, belongs to another cluster or node. */
        WRONG_DIRECTORY,
        /** The cluster has met this node, but its data is gone. */
        WIPED,
        /** A file of the data directory is damaged or missing. */
        DAMAGED,
        /** Its data holds what only a newer build knows. */
        BUILD_TOO_OLD,
        /** Its certificate, or its key, cannot be used. */
        CERTIFICATE,
        /** The address cannot be bound. */
        ADDRESS,
        /** It was stopped while it waited for its first start. */
        STOPPED
    }

    StartRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    StartRefused(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What stands in the way. */
    public Kind kind() {
        return kind;
    }
}
