package io.althing.resource;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One range of bytes as RFC 9110 section 14 has it, first and last included. Anything else asked for gets the whole. */
record ByteRange(long first, long last) {
    private static final Pattern SHAPE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{0,18})");

    static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher matcher = SHAPE.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(matcher.group(2)), size - 1);
        return first <= last ? Optional.of(new ByteRange(first, last)) : Optional.empty();
    }

    long length() {
        return last - first + 1;
    }

    String header(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
