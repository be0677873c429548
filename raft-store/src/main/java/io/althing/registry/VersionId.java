package io.althing.registry;

import java.util.regex.Pattern;

/** A version's name, unique within its model, chosen by whoever registers it. */
public record VersionId(String value) implements Comparable<VersionId> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** @throws IllegalArgumentException if the text is not a version name: a letter or digit, then up to 63 letters, digits, dots, dashes or underscores */
    public VersionId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value
                    + "' is not a version name: a letter or digit, then up to 63 letters, digits, dots, dashes or underscores");
        }
    }

    @Override
    public int compareTo(VersionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
