package io.althing.registry;

import java.util.regex.Pattern;

/** A model's name, unique in the registry. */
public record ModelName(String value) implements Comparable<ModelName> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** @throws IllegalArgumentException if the text is not a model name: a letter or digit, then up to 127 letters, digits, dots, dashes or underscores */
    public ModelName {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value
                    + "' is not a model name: a letter or digit, then up to 127 letters, digits, dots, dashes or underscores");
        }
    }

    @Override
    public int compareTo(ModelName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
