package io.althing.serving;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway over fake models v1 and v2 of digits, a client, and a record of what the gateway reported. */
final class GatewayBed implements AutoCloseable {
    static final String BODY = "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,64],\"datatype\":\"FP32\",\"data\":"
            + Collections.nCopies(64, 0.5) + "}]}";

    /** What the gateway reported of a request. */
    record Seen(ArmKey key, Answered request) {}

    private final Vertx vertx = Vertx.vertx();
    private final FakeModels models = new FakeModels();
    private final MemoryFences fences = new MemoryFences();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final GatewaySettings settings = Gateways.settings(Duration.ofMillis(300));
    private final Gateway gateway = second(settings);
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int port;

    Gateway second(GatewaySettings other) {
        return new Gateway(other, new GatewayParts(vertx, models, fences, observer(), FeedbackSink.none(),
                GatewayParts.Chance.system(), Optional.of(() -> "# metrics\n")));
    }

    private TrafficObserver observer() {
        return new TrafficObserver() {
            @Override
            public ArmObserver arm(ArmKey key) {
                return request -> seen.add(new Seen(key, request));
            }

            @Override
            public void routed(InForce inForce) {}
        };
    }

    void start(Path directory) throws Exception {
        Path file = ModelRuntimeContract.fixture(directory);
        gateway.install(TrafficRouterContract.DIGITS, TrafficRouterContract.V1, file);
        gateway.install(TrafficRouterContract.DIGITS, TrafficRouterContract.V2, file);
        port = gateway.start();
    }

    Gateway gateway() {
        return gateway;
    }

    GatewaySettings settings() {
        return settings;
    }

    FakeModels models() {
        return models;
    }

    List<Seen> seen() {
        return seen;
    }

    int port() {
        return port;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> infer(String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/v2/models/digits/infer"))
                .POST(HttpRequest.BodyPublishers.ofString(BODY));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> inferAsync() {
        return http.sendAsync(HttpRequest.newBuilder(uri("/v2/models/digits/infer"))
                .POST(HttpRequest.BodyPublishers.ofString(BODY)).build(), HttpResponse.BodyHandlers.ofString());
    }

    static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    static String version(HttpResponse<String> answer) {
        return answer.body().replaceFirst("(?s).*\"model_version\":\"([^\"]*)\".*", "$1");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        models.free();
        gateway.close();
        http.close();
        vertx.close().await();
    }
}
