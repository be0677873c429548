package io.althing.chaos.history;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What a client did to one register, a value with a revision, and what came of it.
 *
 * @param id its request id, the same for every attempt
 * @param node which node answered, or was asked last
 * @param value what is written; empty for a read
 * @param expected the revision a write insists on, 0 if the register must be absent, {@link #NONE} if any will do
 * @param called when the first attempt was sent
 * @param returned when the answer came; meaningless if the outcome is unknown
 * @param result what came of it
 */
public record Operation(String id, String node, String key, Kind kind, String value, long expected, long called,
        long returned, Result result) implements Line {
    /** No revision, no index. */
    public static final long NONE = -1;

    /** What is asked for. */
    public enum Kind {
        WRITE,
        /** Must be linearizable. */
        READ,
        /** May be stale, but must be some prefix. */
        LOCAL_READ
    }

    /** How it ended. */
    public enum Outcome {
        OK,
        /** Another revision was there: a definite answer, nothing changed. */
        STALE,
        /** It surely had no effect. */
        FAILED,
        /** It may have had an effect, or have it later. */
        UNKNOWN
    }

    /**
     * The answer.
     *
     * @param seen what a read saw; empty if the register was absent
     * @param revision the register's revision: the one written, the one seen, or the one that was there instead; 0 if absent
     * @param index the Raft index the answer named, {@link #NONE} if none
     * @param auditIndex where a write said it is in the audit log, {@link #NONE} if nowhere
     */
    public record Result(Outcome outcome, String seen, long revision, long index, long auditIndex) {
        /** It surely had no effect. */
        public static final Result FAILED = new Result(Outcome.FAILED, "", NONE, NONE, NONE);
        /** Nobody knows. */
        public static final Result UNKNOWN = new Result(Outcome.UNKNOWN, "", NONE, NONE, NONE);
    }

    /** How it ended. */
    @JsonIgnore
    public Outcome outcome() {
        return result.outcome();
    }

    /** Whether it succeeded. */
    @JsonIgnore
    public boolean ok() {
        return outcome() == Outcome.OK;
    }

    /** Whether it is a write. */
    @JsonIgnore
    public boolean writes() {
        return kind == Kind.WRITE;
    }
}
