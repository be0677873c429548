package io.althing.registry;

import java.util.regex.Pattern;

/** A region: a place that holds a replica of the registry and serves models to its own users. */
public record Region(String value) implements Comparable<Region> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,47}");

    /** @throws IllegalArgumentException if the text is not a region name: a lower-case letter, then up to 47 lower-case letters, digits or dashes */
    public Region {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value
                    + "' is not a region name: a lower-case letter, then up to 47 lower-case letters, digits or dashes");
        }
    }

    @Override
    public int compareTo(Region other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
