package io.althing.registry;

import java.util.regex.Pattern;

/** The name of one process of the registry; never reused after its data is lost. */
public record NodeId(String value) implements Comparable<NodeId> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /** @throws IllegalArgumentException if the text is not a node name: a lower-case letter, then up to 62 lower-case letters, digits or dashes */
    public NodeId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value
                    + "' is not a node name: a lower-case letter, then up to 62 lower-case letters, digits or dashes");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
