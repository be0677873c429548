package io.althing.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.audit.CanonicalJson;
import io.althing.chaos.history.Line;
import io.althing.client.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Reads one node's event stream from the first event on; when the stream ends it resumes after the last event it was given. */
final class EventReader implements AutoCloseable {
    private static final int DIGEST_CHARACTERS = 16;
    private static final long PAUSE_MILLIS = 200;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1)).build();
    private final String node;
    private final URI api;
    private final Recorder recorder;
    private final AtomicLong lastEntry = new AtomicLong(-1);
    private volatile Optional<String> last = Optional.empty();
    private volatile boolean ending;

    EventReader(String node, URI api, Recorder recorder) {
        this.node = node;
        this.api = api;
        this.recorder = recorder;
    }

    String node() {
        return node;
    }

    void start() {
        var unused = Thread.ofVirtual().start(this::run);
    }

    /** Whether it was given an event of the last entry of a log of that size. */
    boolean reached(long auditSize) {
        return lastEntry.get() >= auditSize - 1;
    }

    private void run() {
        while (!ending) {
            try {
                connect();
            } catch (IOException | UncheckedIOException resumedLater) {
                // the node is gone or the stream was cut: resume
            } catch (InterruptedException e) {
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void connect() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve("/v1/events?from=0"));
        last.ifPresent(id -> request.header("Last-Event-ID", id));
        HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body();
                var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            if (answer.statusCode() != 200) {
                return;
            }
            for (String line = lines.readLine(); line != null && !ending; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    take(Json.mapper().readTree(line.substring("data: ".length())));
                }
            }
        }
    }

    private void take(JsonNode event) {
        String id = event.path("id").asText();
        recorder.add(new Line.Streamed(node, id, digest(event.path("data").toString())));
        RolloutActs.of(node, recorder.now(), id, event.path("data")).ifPresent(recorder::add);
        last = Optional.of(id);
        lastEntry.set(Long.parseLong(id.substring(0, id.indexOf('.'))));
    }

    /** A short digest of an event in canonical JSON. */
    static String digest(String json) {
        try {
            byte[] canonical = CanonicalJson.write(CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical)).substring(0,
                    DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        ending = true;
        http.shutdownNow();
    }
}
