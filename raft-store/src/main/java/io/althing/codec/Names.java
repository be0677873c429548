package io.althing.codec;

import java.util.Locale;

/** Java names in the spelling of other formats. */
final class Names {
    private Names() {}

    /** {@code ioSchema} and {@code IoSchema} become {@code io_schema}. */
    static String snake(String camel) {
        return separated(camel, '_');
    }

    /** {@code SetWeight} becomes {@code set-weight}. */
    static String kebab(String camel) {
        return separated(camel, '-');
    }

    /** {@code ALL_AT_ONCE} becomes {@code all-at-once}. */
    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String separated(String camel, char separator) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                text.append(separator);
            }
            text.append(Character.toLowerCase(c));
        }
        return text.toString();
    }
}
