package io.althing.events;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the stream of events: which audit entry, and which of its events, both counted from 0. Written {@code 17.2}.
 */
public record Position(long auditIndex, int ordinal) {
    private static final Pattern SHAPE = Pattern.compile("(0|[1-9][0-9]{0,17})\\.(0|[1-9][0-9]{0,5})");

    /** @throws IllegalArgumentException if the text is not a position */
    public static Position parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("it must be the id of an event: <audit index>.<ordinal>");
        }
        return new Position(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** The place right after this one; whether there is an event is another question. */
    public Position next() {
        return new Position(auditIndex, ordinal + 1);
    }

    @Override
    public String toString() {
        return auditIndex + "." + ordinal;
    }
}
