package io.althing.registry;

import java.util.regex.Pattern;

/** The name of a movable pointer to a version of a model. */
public record AliasName(String value) implements Comparable<AliasName> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

    /** @throws IllegalArgumentException if the text is not an alias: a letter, then up to 63 letters, digits, dots, dashes or underscores */
    public AliasName {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value
                    + "' is not an alias: a letter, then up to 63 letters, digits, dots, dashes or underscores");
        }
    }

    @Override
    public int compareTo(AliasName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
