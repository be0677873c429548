package io.althing.node;

/** The exit codes of {@code althing node} and {@code althing agent}, for supervisors: only {@link #CRASHED} is worth a restart. */
public enum ProcessExit {
    /** Stopped as asked. */
    STOPPED(0),
    /** Something unforeseen; a restart may help. */
    CRASHED(1),
    /** The configuration is wrong. */
    BAD_CONFIG(2),
    /** The replica's storage or state machine failed while it ran; it stopped before it could serve anything false. */
    FENCED(10),
    /** A file of the data directory is damaged. */
    STATE_DAMAGED(11),
    /** The data directory is of another cluster or another node. */
    WRONG_CLUSTER(12),
    /** A port it must listen on is taken. */
    PORT_IN_USE(13),
    /** The cluster has met this node before, but its data directory is empty. */
    WIPED(14),
    /** A key that signs the audit log is not the one that genesis or the trust policy names. */
    WRONG_KEY(15),
    /** The replica has become something else than the majority; it serves nothing any more, also after a restart. */
    DIVERGED(16),
    /** The log or the data directory holds what only a newer build knows; the newer build goes on with the same data. */
    BUILD_TOO_OLD(17);

    private final int code;

    ProcessExit(int code) {
        this.code = code;
    }

    /** What the process ends with. */
    public int code() {
        return code;
    }
}
