package io.althing.telemetry;

import java.util.List;

/**
 * Business metrics that came of requests until their age was reached.
 *
 * @param entered requests that reached it; of those without a value nothing came
 * @param values by name, ascending
 */
public record Outcomes(long entered, List<Measured> values) {
    /** None. */
    public static final Outcomes NONE = new Outcomes(0, List.of());

    /** Takes a copy of the list. */
    public Outcomes {
        values = List.copyOf(values);
    }

    Outcomes plus(Outcomes other) {
        return new Outcomes(entered + other.entered, ValueTally.sum(values, other.values));
    }
}
