package io.althing.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.althing.registry.Region;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code POST /links/{region}/cut|heal|silence} and {@code …/delay/{milliseconds}} on a loopback port. Whoever may log in to the
 * machine may use it: it is for clusters on one machine only.
 */
public final class RelayControl implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/links/([a-z0-9-]+)/(cut|heal|silence|delay/([0-9]{1,5}))");

    private final HttpServer server;
    private final RegionLinks links;

    private RelayControl(HttpServer server, RegionLinks links) {
        this.server = server;
        this.links = links;
    }

    /** @param port 0 for any free one */
    public static RelayControl start(int port, RegionLinks links) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        RelayControl control = new RelayControl(server, links);
        server.createContext("/", control::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return control;
    }

    /** Where it listens. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
            if (!exchange.getRequestMethod().equals("POST") || !path.matches()) {
                answer(exchange, 404,
                        "{\"title\":\"there is only POST /links/{region}/cut, /heal, /silence, /delay/{milliseconds}\"}");
                return;
            }
            Region region = new Region(path.group(1));
            if (!links.knows(region)) {
                answer(exchange, 404, "{\"title\":\"there is no region '" + region + "' here\"}");
                return;
            }
            act(region, path.group(2), path.group(3));
            answer(exchange, 200, "{\"region\":\"" + region + "\",\"did\":\"" + path.group(2) + "\"}");
        }
    }

    private void act(Region region, String verb, @org.jspecify.annotations.Nullable String millis) {
        switch (verb) {
            case "cut" -> links.cut(region);
            case "heal" -> links.heal(region);
            case "silence" -> links.silence(region);
            default -> links.delay(region, Duration.ofMillis(millis == null ? 0 : Long.parseLong(millis)));
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type",
                status == 200 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
