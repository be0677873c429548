package io.althing.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request to a region's API, before anybody knows which region answers it.
 *
 * @param path with query, beginning with a slash
 * @param type content type of the body, empty if there is none
 * @param deadline after which the caller gives up
 */
public record Call(String method, String path, byte[] body, String type, Map<String, String> headers,
        Duration deadline) {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Copies the headers. */
    public Call {
        headers = Map.copyOf(headers);
    }

    /** A read. */
    public static Call get(String path) {
        return new Call("GET", path, new byte[0], "", Map.of(), PATIENCE);
    }

    /** A write without a body. */
    public static Call delete(String path) {
        return new Call("DELETE", path, new byte[0], "", Map.of(), PATIENCE);
    }

    /** A write with a JSON body. */
    public static Call post(String path, JsonNode body) {
        return json("POST", path, body);
    }

    /** A replacement with a JSON body. */
    public static Call put(String path, JsonNode body) {
        return json("PUT", path, body);
    }

    /** A replacement by raw bytes. */
    public static Call putBytes(String path, byte[] bytes) {
        return new Call("PUT", path, bytes, "application/octet-stream", Map.of(), PATIENCE);
    }

    private static Call json(String method, String path, JsonNode body) {
        return new Call(method, path, body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "application/json", Map.of(), PATIENCE);
    }

    /** The same with one more header. */
    public Call with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Call(method, path, body, type, more, deadline);
    }

    /** The same under a key: asked twice, done once. */
    public Call withKey(String idempotencyKey) {
        return with("Idempotency-Key", idempotencyKey);
    }

    /** The same on condition that the resource still has this revision. */
    public Call ifMatch(long revision) {
        return with("If-Match", "\"" + revision + "\"");
    }

    /** The same with another deadline, told to the region too. */
    public Call within(Duration limit) {
        return new Call(method, path, body, type, headers, limit.plusMillis(500)).with("Althing-Deadline-Ms",
                Long.toString(limit.toMillis()));
    }

    /** Whether it may be sent again, to another region too, without doing anything twice. */
    boolean repeatable() {
        return method.equals("GET") || method.equals("HEAD") || headers.containsKey("Idempotency-Key");
    }

    BodyPublisher publisher() {
        return body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    }

    Optional<String> contentType() {
        return type.isEmpty() ? Optional.empty() : Optional.of(type);
    }
}
