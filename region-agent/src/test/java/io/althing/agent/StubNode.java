package io.althing.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.althing.audit.CanonicalJson;
import io.althing.audit.Json;
import io.althing.codec.RecordJson;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.ModelVersion;
import io.althing.registry.RegionView;
import io.althing.registry.Sha256;
import io.althing.registry.VersionId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The part of a node's HTTP face that agents use, over a fake link to the registry. */
final class StubNode implements AutoCloseable {
    private final FakeLink registry;
    private final RecordJson json;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);

    StubNode(FakeLink registry, RecordJson json) throws IOException {
        this.registry = registry;
        this.json = json;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().substring("/v1/".length()).split("/");
        try (exchange) {
            boolean local = String.valueOf(exchange.getRequestURI().getQuery()).contains("local");
            if (!"Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, problem("authentication-required", "send a token", ""));
            } else if (path[0].equals("events")) {
                events(exchange);
            } else if (exchange.getRequestMethod().equals("GET")) {
                get(exchange, path, local);
            } else {
                byte[] body = exchange.getRequestBody().readAllBytes();
                String id = exchange.getRequestHeaders().getFirst("Idempotency-Key");
                reply(exchange, registry.tell(id, command(path, body)).join(),
                        index -> "{}".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void get(HttpExchange exchange, String[] path, boolean local) throws IOException {
        switch (path[0]) {
            case "regions" -> reply(exchange,
                    registry.view(local ? RegistryLink.Freshness.LOCAL : RegistryLink.Freshness.LINEARIZABLE).join(),
                    view -> json.write(RegionView.class, view));
            case "blobs" -> reply(exchange, registry.blob(new Sha256(path[1])).join(), Blob::bytes);
            default -> reply(exchange, registry.version(new ModelName(path[1]), new VersionId(path[3])).join(),
                    version -> json.write(ModelVersion.class, version));
        }
    }

    private Command command(String[] path, byte[] body) {
        return switch (path[0]) {
            case "policies" -> whole(Command.ProposeRegionPolicy.class, body, Map.of());
            case "epochs" -> whole(Command.VoteOnCandidate.class, body,
                    Map.of("epoch", Json.number(Long.parseLong(path[1]))));
            case "regions" -> whole(Command.ReportEffective.class, body, Map.of("region", Json.string(path[1])));
            case "ballots" -> path.length == 1
                    ? whole(Command.OpenBallot.class, body, Map.of())
                    : whole(Command.CastVote.class, body, Map.of("ballot", Json.string(path[1])));
            default -> rollout(path, body);
        };
    }

    private Command rollout(String[] path, byte[] body) {
        Map<String, Json> inPath = Map.of("rollout", Json.string(path[1]), "region", Json.string(path[3]));
        return path[4].equals("passed")
                ? whole(Command.ReportStepPassed.class, body, inPath)
                : whole(Command.ReportRecovery.class, body, inPath);
    }

    private <T extends Command> T whole(Class<T> type, byte[] body, Map<String, Json> fromPath) {
        var fields = new TreeMap<>(((Json.JObject) CanonicalJson.parse(body)).fields());
        fields.putAll(fromPath);
        return json.fromJson(type, Json.object(fields), RecordJson.Reading.EXACT);
    }

    /** How a value is written. */
    private interface Writer<T> {
        byte[] write(T value);
    }

    private static <T> void reply(HttpExchange exchange, Answer<T> answer, Writer<T> writer) throws IOException {
        switch (answer) {
            case Answer.Accepted<T> accepted -> {
                exchange.getResponseHeaders().set("Althing-Index", Long.toString(accepted.index()));
                send(exchange, 200, writer.write(accepted.value()));
            }
            case Answer.Rejected<T> rejected -> send(exchange, status(rejected.rule()),
                    problem(rejected.rule(), rejected.detail(), rejected.rule()));
            case Answer.NotNow<T> notNow -> send(exchange, 503, problem("no-quorum", notNow.detail(), ""));
            case Answer.Unknown<T> unknown -> send(exchange, 504, problem("outcome-unknown", unknown.detail(), ""));
        }
    }

    private static int status(String rule) {
        return switch (rule) {
            case "not-found" -> 404;
            case "bad-signature", "not-permitted" -> 403;
            case "invalid-field" -> 422;
            default -> 409;
        };
    }

    private static byte[] problem(String kind, String detail, String rule) {
        boolean now = !kind.equals("not-found") && !kind.equals("bad-signature") && !kind.equals("invalid-field");
        var fields = new TreeMap<String, Json>();
        fields.put("type", Json.string("https://althing.io/problems/" + (rule.isEmpty() || !now ? kind : "not-now")));
        fields.put("detail", Json.string(detail));
        if (!rule.isEmpty() && now) {
            fields.put("rule", Json.string(rule));
        }
        return CanonicalJson.write(Json.object(fields));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        var something = new java.util.concurrent.LinkedBlockingQueue<Integer>();
        registry.onEvent(() -> something.add(1));
        try {
            for (int id = 0; closed.getCount() > 0; id++) {
                out.write(("id: " + id + ".0\ndata: {}\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                something.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
