package io.althing.resource;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What came back. */
public record Reply(int status, HttpResponse<byte[]> raw) {
    public Optional<String> header(String name) {
        return raw.headers().firstValue(name);
    }

    public byte[] bytes() {
        return raw.body();
    }

    public String body() {
        return new String(raw.body(), StandardCharsets.UTF_8);
    }

    public JsonObject json() {
        return new JsonObject(body());
    }

    public String problem() {
        return json().getString("type").replaceFirst(".*/", "");
    }

    public String etag() {
        return header("ETag").orElseThrow();
    }
}
