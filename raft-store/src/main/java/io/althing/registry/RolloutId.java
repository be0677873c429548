package io.althing.registry;

import java.util.regex.Pattern;

/** A rollout's identity, a ULID. */
public record RolloutId(String value) implements Comparable<RolloutId> {
    private static final Pattern SHAPE = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");

    /** @throws IllegalArgumentException if the text is not a rollout id: 26 Crockford base-32 characters */
    public RolloutId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not a rollout id: 26 Crockford base-32 characters");
        }
    }

    @Override
    public int compareTo(RolloutId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
