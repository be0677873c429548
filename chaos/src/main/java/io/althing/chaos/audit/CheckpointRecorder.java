package io.althing.chaos.audit;

import io.althing.chaos.audit.AuditObservation.ServedCheckpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at every region's checkpoint several times a second from outside and keeps each that is new. */
public final class CheckpointRecorder implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long EVERY_MILLIS = 150;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();
    private final SortedMap<String, URI> regions;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("recorder").daemon(true).factory());
    private final List<ServedCheckpoint> seen = new ArrayList<>();
    private final Map<String, String> last = new HashMap<>();

    /** Begins at once. */
    public CheckpointRecorder(Map<String, URI> regions) {
        this.regions = new TreeMap<>(regions);
        var unused = thread.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        regions.forEach((region, api) -> {
            try {
                HttpResponse<byte[]> answer = http.send(
                        HttpRequest.newBuilder(api.resolve("/audit/checkpoint")).timeout(PATIENCE).build(),
                        BodyHandlers.ofByteArray());
                if (answer.statusCode() == 200) {
                    note(region, new String(answer.body(), StandardCharsets.UTF_8));
                }
            } catch (IOException down) {
                // a node that is down serves no checkpoint
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private synchronized void note(String region, String note) {
        if (!note.equals(last.put(region, note))) {
            seen.add(new ServedCheckpoint(region, note));
        }
    }

    /** Every checkpoint served so far, in order of time. */
    public synchronized List<ServedCheckpoint> seen() {
        return List.copyOf(seen);
    }

    /** The note a region served last; empty if none. */
    public synchronized String last(String region) {
        return last.getOrDefault(region, "");
    }

    @Override
    public void close() {
        thread.shutdownNow();
        http.shutdownNow();
    }
}
