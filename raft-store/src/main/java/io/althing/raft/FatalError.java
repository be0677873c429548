package io.althing.raft;

/**
 * The node can do no more: it is fenced, answers nothing, and its process must end. A restart is safe and often enough; a node that
 * fails again is re-seeded under a new name.
 */
public record FatalError(Kind kind, String detail) {

    /** Where it went wrong. */
    public enum Kind {
        /** The state machine could not apply an entry. */
        STATE_MACHINE,
        /** The log or the vote could not be written or read. */
        LOG,
        /** A snapshot could not be saved, fetched, verified or loaded. */
        SNAPSHOT,
        /** This replica's state is not the one a majority has. A restart does not help. */
        DIVERGED,
        /** The log or a snapshot holds what only a newer build knows. A restart of this build does not help; the newer one goes on. */
        BUILD_TOO_OLD,
        /** Anything else Raft calls an error. */
        OTHER
    }
}
