package io.althing.http;

import io.althing.audit.CanonicalJson;
import io.althing.audit.Json;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a call is answered with.
 *
 * @param mediaType empty if there is no body
 * @param headers further headers by name
 */
public record Answer(int status, String mediaType, Buffer body, Map<String, String> headers) {
    /** Copies the headers. */
    public Answer {
        headers = Map.copyOf(headers);
    }

    /** A JSON answer. */
    public static Answer json(int status, Json body) {
        return new Answer(status, "application/json", Buffer.buffer(CanonicalJson.write(body)), Map.of());
    }

    /** A JSON answer with status 200. */
    public static Answer ok(Json body) {
        return json(200, body);
    }

    /** Bytes of another kind, with status 200. */
    public static Answer bytes(String mediaType, byte[] body) {
        return new Answer(200, mediaType, Buffer.buffer(body), Map.of());
    }

    /** The same with one more header. */
    public Answer with(String name, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Answer(status, mediaType, body, all);
    }

    /** The same with the revision as its entity tag. */
    public Answer revision(long revision) {
        return with("ETag", "\"" + revision + "\"");
    }
}
