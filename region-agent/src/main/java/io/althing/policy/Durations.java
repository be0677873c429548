package io.althing.policy;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as policies write them: a whole number of up to nine digits and one of {@code ms s m h d}. */
public final class Durations {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Durations() {}

    /** Milliseconds, or nothing if the text is no duration. */
    public static OptionalLong millis(String text) {
        Matcher match = SHAPE.matcher(text);
        if (!match.matches()) {
            return OptionalLong.empty();
        }
        long unit = switch (match.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
        return OptionalLong.of(Long.parseLong(match.group(1)) * unit);
    }

    /** The shortest writing of the same length of time. */
    public static String text(long millis) {
        if (millis == 0 || millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
