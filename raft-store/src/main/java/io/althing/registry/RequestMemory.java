package io.althing.registry;

import java.util.Optional;

/**
 * What a request was answered with, kept so that asking again gives the same answer.
 *
 * @param body digest of the request's command and precondition
 * @param auditIndex its place in the audit log, if it has one
 */
public record RequestMemory(Sha256 body, long index, Optional<Long> auditIndex, Optional<Rejection> rejection,
        long slot) {
    /** Its place in the queue of things to forget. */
    public record Slot(String key, long agreedMillis) {}

    /** The queue's ends: {@code head} is the next to forget, {@code tail} the next free. */
    public record Bounds(long head, long tail) {}
}
