package io.althing.serving;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Sends JSON. */
final class Reply {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private Reply() {}

    static void json(HttpServerRequest request, int status, byte[] body) {
        json(request, status, Buffer.buffer(body));
    }

    static void json(HttpServerRequest request, int status, Buffer body) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
    }

    /** The protocol's error: {@code {"error": "..."}}. */
    static void error(HttpServerRequest request, int status, String message) {
        json(request, status, OipWriter.error(message));
    }
}
