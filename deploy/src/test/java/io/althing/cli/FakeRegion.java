package io.althing.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.althing.client.Endpoints;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A region's API that gives fixed answers and remembers what it was asked. */
final class FakeRegion implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    final String name;

    /** One request as it came. */
    record Asked(String line, String key, String ifMatch, String authorization, String body) {}

    private record Reply(int status, String json) {}

    FakeRegion(String name) throws IOException {
        this.name = name;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    FakeRegion answer(String line, int status, String json) {
        replies.put(line, new Reply(status, json));
        return this;
    }

    Endpoints.RegionEndpoint endpoint() {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new Endpoints.RegionEndpoint(name, base, base, 0, 0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(new Asked(line, header(exchange, "Idempotency-Key"), header(exchange, "If-Match"),
                    header(exchange, "Authorization"), body));
            Reply reply = replies.getOrDefault(line, new Reply(404, "{\"title\":\"nothing at " + line + "\"}"));
            byte[] bytes = reply.json().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
