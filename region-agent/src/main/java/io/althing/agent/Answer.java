package io.althing.agent;

import java.util.Optional;

/** What the registry said, or why it said nothing. */
public sealed interface Answer<T> {
    /**
     * It holds.
     *
     * @param index the log index the answer is based on
     */
    record Accepted<T>(T value, long index) implements Answer<T> {}

    /**
     * Refused for good: the same request will be refused again.
     *
     * @param rule a stable word
     * @param detail in words for people
     */
    record Rejected<T>(String rule, String detail) implements Answer<T> {}

    /** It did not happen, and nobody can say when it could: no quorum, no connection, too busy. Ask again later. */
    record NotNow<T>(String detail) implements Answer<T> {}

    /** It may have happened. Ask again with the same request id. */
    record Unknown<T>(String detail) implements Answer<T> {}

    /** The value if it holds. */
    default Optional<T> held() {
        return this instanceof Accepted<T> accepted ? Optional.of(accepted.value()) : Optional.empty();
    }

    /** Whether asking again can change anything. */
    default boolean isFinal() {
        return this instanceof Accepted || this instanceof Rejected;
    }

    /** For a log line. */
    default String words() {
        return switch (this) {
            case Accepted<T> a -> "accepted at index " + a.index();
            case Rejected<T> r -> "refused (" + r.rule() + "): " + r.detail();
            case NotNow<T> n -> "not possible now: " + n.detail();
            case Unknown<T> u -> "outcome unknown: " + u.detail();
        };
    }
}
