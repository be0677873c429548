package io.althing.serving;

import io.althing.registry.ModelName;
import java.util.Map;
import java.util.Optional;

/** Takes labels: what the right answer to an earlier request was. Safe for use by several threads; must not block. */
public interface FeedbackSink {
    /**
     * A label for a request.
     *
     * @param key which request
     * @param label the right answer, written as predictions are
     * @param values business metrics that came of the request, by name
     */
    record Feedback(ModelName model, Key key, Optional<String> label, Map<String, Double> values) {
        /** Takes a copy of the map. */
        public Feedback {
            values = Map.copyOf(values);
        }

        /** A label alone. */
        public Feedback(ModelName model, Key key, String label) {
            this(model, key, Optional.of(label), Map.of());
        }
    }

    /** How a label names its request. */
    sealed interface Key {
        /** By the id the gateway answered with. */
        record ByRequest(String requestId) implements Key {}

        /** The unit's latest request to the model. */
        record ByUnit(String unit) implements Key {}
    }

    /** What became of a label. */
    enum Fate {
        /** Joined in time; it counts when the request's window closes. */
        JOINED,
        /** After the window; counted as late, once. */
        LATE,
        /** The request has a label already; ignored. */
        DUPLICATE,
        /** No such request is remembered; ignored. */
        UNKNOWN
    }

    /** Takes a label. */
    Fate label(Feedback feedback);

    /** Knows no request. */
    static FeedbackSink none() {
        return feedback -> Fate.UNKNOWN;
    }
}
