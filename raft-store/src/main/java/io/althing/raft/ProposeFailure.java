package io.althing.raft;

/** Why a proposal or a linearizable read did not succeed. Futures of {@link RaftNode} fail with exactly one of these. */
public abstract sealed class ProposeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private ProposeFailure(String message) {
        super(message, null, false, false);
    }

    /** No leader with a quorum was found before the deadline; nothing was written, nothing will be. */
    public static final class NoQuorum extends ProposeFailure {
        private static final long serialVersionUID = 1L;

        NoQuorum(String message) {
            super(message);
        }
    }

    /** Some leader took the proposal but its fate was not learnt in time: it may be committed, now or later. */
    public static final class OutcomeUnknown extends ProposeFailure {
        private static final long serialVersionUID = 1L;

        OutcomeUnknown(String message) {
            super(message);
        }
    }

    /** The leader has too much to do; nothing was written. Try again later. */
    public static final class Overloaded extends ProposeFailure {
        private static final long serialVersionUID = 1L;

        Overloaded(String message) {
            super(message);
        }
    }

    /** This node does not lead in the expected term; nothing was written. */
    public static final class TermPassed extends ProposeFailure {
        private static final long serialVersionUID = 1L;

        TermPassed(String message) {
            super(message);
        }
    }

    /** This node is not started, is stopping, or is fenced after a fatal error; nothing was written. */
    public static final class Stopped extends ProposeFailure {
        private static final long serialVersionUID = 1L;

        Stopped(String message) {
            super(message);
        }
    }
}
