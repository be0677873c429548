package io.althing.registry;

/** Why a command was refused: a value, not an exception. Each says what to do about it. */
public sealed interface Rejection {
    /** What to tell a person. */
    String detail();

    record NotFound(String noun, String id, String detail) implements Rejection {}

    record AlreadyExists(String noun, String id, String detail) implements Rejection {}

    /** Somebody else changed it first. */
    record StaleRevision(String noun, String id, long expected, long actual, String detail) implements Rejection {}

    /** The command needs the revision the caller saw. */
    record RevisionRequired(String noun, String id, String detail) implements Rejection {}

    record NotPermitted(String actor, String act, String detail) implements Rejection {}

    record BadSignature(Region region, String detail) implements Rejection {}

    record InvalidField(String field, String value, String detail) implements Rejection {}

    /** Well-formed, permitted, but not now. {@code rule} is a stable word for programs. */
    record NotNow(String rule, String detail) implements Rejection {}

    /** The same request id was used for another request. */
    record RequestIdReused(String requestId, String detail) implements Rejection {}
}
