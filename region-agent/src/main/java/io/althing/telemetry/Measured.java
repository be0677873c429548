package io.althing.telemetry;

import java.util.List;

/**
 * The values of one business metric.
 *
 * @param name its name
 * @param counts ascending by value
 */
public record Measured(String name, List<ValueCount> counts) {
    /**
     * Equal values.
     *
     * @param value exact to a thousandth of itself
     * @param count how many, above 0
     */
    public record ValueCount(double value, long count) {}

    /** Takes a copy of the list. */
    public Measured {
        counts = List.copyOf(counts);
    }

    /** How many values. */
    public long n() {
        return counts.stream().mapToLong(ValueCount::count).sum();
    }

    /** How many of them say yes: half or more. */
    public long yes() {
        return counts.stream().filter(c -> c.value() >= 0.5).mapToLong(ValueCount::count).sum();
    }
}
