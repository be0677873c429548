package io.althing.registry;

import java.util.regex.Pattern;

/** A ballot's identity, a ULID. */
public record BallotId(String value) implements Comparable<BallotId> {
    private static final Pattern SHAPE = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");

    /** @throws IllegalArgumentException if the text is not a ballot id: 26 Crockford base-32 characters */
    public BallotId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not a ballot id: 26 Crockford base-32 characters");
        }
    }

    @Override
    public int compareTo(BallotId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
