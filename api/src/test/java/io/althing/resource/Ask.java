package io.althing.resource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A request in the making; each step gives a new one. */
public record Ask(URI base, HttpClient client, Conformance conformance, List<String> headers) {
    /** With a header. */
    public Ask with(String name, String value) {
        var all = new ArrayList<>(headers);
        all.add(name);
        all.add(value);
        return new Ask(base, client, conformance, all);
    }

    public Reply get(String path) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    public Reply delete(String path) {
        return send("DELETE", path, HttpRequest.BodyPublishers.noBody());
    }

    public Reply post(String path, String json) {
        return with("Content-Type", "application/json").send("POST", path, text(json));
    }

    public Reply put(String path, String json) {
        return with("Content-Type", "application/json").send("PUT", path, text(json));
    }

    private static HttpRequest.BodyPublisher text(String json) {
        return HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8);
    }

    public Reply send(String method, String path, HttpRequest.BodyPublisher body) {
        var request = HttpRequest.newBuilder(base.resolve(path)).method(method, body).timeout(Duration.ofSeconds(20));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            var reply = new Reply(response.statusCode(), response);
            conformance.check(method, path, reply);
            return reply;
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " got no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
