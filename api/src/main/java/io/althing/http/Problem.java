package io.althing.http;

import io.althing.audit.CanonicalJson;
import io.althing.audit.Json;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What went wrong, as RFC 9457 has it, and what to do about it.
 *
 * @param kind stable and kebab-case; the last part of the problem's type
 * @param status the HTTP status
 * @param more further members, such as {@code field} or {@code rule}
 */
public record Problem(String kind, int status, String detail, SortedMap<String, String> more) {
    /** Before the kind in a problem's type. */
    public static final String TYPES = "https://althing.io/problems/";
    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Copies the members. */
    public Problem {
        more = Collections.unmodifiableSortedMap(new TreeMap<>(more));
    }

    /** A problem without further members. */
    public static Problem of(String kind, int status, String detail) {
        return new Problem(kind, status, detail, new TreeMap<>());
    }

    /** The same with one more member. */
    public Problem with(String name, String value) {
        var all = new TreeMap<>(more);
        all.put(name, value);
        return new Problem(kind, status, detail, all);
    }

    /** To be thrown where a call cannot go on. */
    public ProblemException asException() {
        return new ProblemException(this);
    }

    /** The document's bytes. */
    public byte[] toBytes() {
        Map<String, Json> fields = new TreeMap<>();
        more.forEach((name, value) -> fields.put(name, Json.string(whole(value))));
        fields.put("type", Json.string(TYPES + kind));
        fields.put("title", Json.string(title()));
        fields.put("status", Json.number(status));
        fields.put("detail", Json.string(whole(detail)));
        return CanonicalJson.write(Json.object(fields));
    }

    private String title() {
        String words = kind.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** Texts may quote what a caller sent; half a surrogate pair must not stop the answer. */
    private static String whole(String text) {
        return new String(text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.UTF_8);
    }
}
