package io.althing.security;

import io.althing.registry.Actor;
import java.util.Optional;

/** Says who is asking. Any thread; never blocks. */
@FunctionalInterface
public interface Authenticator {
    /**
     * Judges the {@code Authorization} header of a request.
     *
     * @param authorization the header's value; empty for a request without one, which comes from {@link Actor#anonymous()}
     */
    Judgement judge(Optional<String> authorization);

    /** Takes notice of changes since; called about once a second where blocking is allowed. */
    default void refresh() {}

    /** What was found. */
    sealed interface Judgement {
        /** The caller is known, or is nobody and says so. */
        record Known(Actor actor) implements Judgement {}

        /**
         * The caller brought something that is not good.
         *
         * @param detail what to do about it; never repeats what was brought
         */
        record Refused(String detail) implements Judgement {}
    }
}
