package io.althing.serving;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code "values": {"revenue": 12.5, "converted": 1}}: business metrics by name. */
final class BusinessValues {
    private static final int MOST = 32;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private BusinessValues() {}

    /** @throws IllegalArgumentException if it is no such object; the message names the field */
    static Map<String, Double> of(JsonNode values) {
        if (values.isMissingNode()) {
            return Map.of();
        }
        if (!values.isObject() || values.size() > MOST) {
            throw new IllegalArgumentException("'values' must be an object of at most " + MOST + " numbers by name");
        }
        Map<String, Double> read = new TreeMap<>();
        for (Map.Entry<String, JsonNode> value : values.properties()) {
            if (!NAME.matcher(value.getKey()).matches()) {
                throw new IllegalArgumentException(
                        "'values' has '" + value.getKey()
                                + "'; metrics have lower-case letters, digits and underscores");
            }
            if (!value.getValue().isNumber() || !Double.isFinite(value.getValue().doubleValue())) {
                throw new IllegalArgumentException("'values." + value.getKey() + "' must be a number");
            }
            read.put(value.getKey(), value.getValue().doubleValue());
        }
        return read;
    }
}
