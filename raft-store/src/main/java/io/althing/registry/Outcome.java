package io.althing.registry;

import java.util.List;

/** What became of a proposal. */
public sealed interface Outcome {
    /** It holds; these things happened, in this order. */
    record Accepted(List<Event> events) implements Outcome {
        /** Copies the list. */
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** Nothing changed. */
    record Rejected(Rejection rejection) implements Outcome {}
}
