package io.althing.raft;

/** A change of membership or leadership that was not made; the message says why. */
public final class AdminFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What to do about it. */
    public enum Kind {
        /** Ask the leader. */
        NOT_LEADER,
        /** Another change is in flight; ask again later. */
        BUSY,
        /** The change is not allowed or makes no sense. */
        REFUSED,
        /** It was tried and did not succeed, or its end was not seen; look at the members before asking again. */
        FAILED
    }

    AdminFailure(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** What to do about it. */
    public Kind kind() {
        return kind;
    }
}
