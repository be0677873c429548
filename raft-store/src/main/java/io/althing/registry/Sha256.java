package io.althing.registry;

import java.util.regex.Pattern;

/** A SHA-256 digest as 64 lower-case hexadecimal digits; the name of an artifact or blob. */
public record Sha256(String value) implements Comparable<Sha256> {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if the text is not a SHA-256 digest: 64 lower-case hexadecimal digits */
    public Sha256 {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a SHA-256 digest: 64 lower-case hexadecimal digits");
        }
    }

    @Override
    public int compareTo(Sha256 other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
