package io.althing.store;

/** Why the store could not answer. Carries no stack trace: it is an expected condition, not a bug. */
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, and so what the caller may do. */
    public enum Reason {
        /** No leader with a quorum was found in time; the change surely did not happen. Try again. */
        NO_QUORUM,
        /** The change may or may not have happened, now or later. Ask again with the same request id. */
        OUTCOME_UNKNOWN,
        /** Too much to do; the change did not happen. Try again later. */
        OVERLOADED,
        /** This node does not lead in the term asked for; the change did not happen. */
        NOT_LEADER,
        /** The index asked for was not reached in time. */
        TOO_FAR_BEHIND,
        /** Replicas have become different and no majority says who is right: nothing goes forward; the change did not happen. */
        REPLICAS_DIFFER,
        /** The command is of a feature level that not every member's build knows yet; the change did not happen. */
        TOO_EARLY,
        /** This node's disk is nearly full, and this needs room; the change did not happen. Ask another node or make room. */
        DISK_FULL,
        /** The node is stopping or fenced off after a fault; nothing it says counts. */
        STOPPED
    }

    private final Reason reason;

    public StoreFailure(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}
