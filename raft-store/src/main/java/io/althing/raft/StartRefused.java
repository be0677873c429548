package io.althing.raft;

/** A node must not start on this data or under this name; the message says why and what to do. Nothing was changed. */
public final class StartRefused extends Exception {
    private static final long serialVersionUID = 1L;

    StartRefused(String message) {
        super(message);
    }

    StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
