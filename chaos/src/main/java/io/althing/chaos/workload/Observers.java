package io.althing.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.chaos.arena.Arena;
import io.althing.chaos.audit.AuditObservation.ServedCheckpoint;
import io.althing.chaos.history.Line;
import io.althing.client.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Asks every node, again and again, how it stands and what its audit log's checkpoint is, and reads every event stream. */
public final class Observers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long EVERY_MILLIS = 200;
    private static final int CHECKPOINT_EVERY = 5;
    private static final long NAP_MILLIS = 20;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final List<ServedCheckpoint> checkpoints = new CopyOnWriteArrayList<>();
    private final List<EventReader> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong longestStall = new AtomicLong();
    private final Arena arena;
    private final Recorder recorder;

    private Observers(Arena arena, Recorder recorder) {
        this.arena = arena;
        this.recorder = recorder;
    }

    /** Starts one observer and one reader of events for each node there is now. */
    public static Observers start(Arena arena, Recorder recorder) {
        var observers = new Observers(arena, recorder);
        observers.threads.add(Thread.ofPlatform().daemon().name("stalls").start(observers::watchMachine));
        for (String node : arena.nodes()) {
            observers.threads.add(Thread.ofVirtual().start(() -> observers.watch(node)));
            var reader = new EventReader(node, arena.api(node), recorder);
            observers.readers.add(reader);
            reader.start();
        }
        return observers;
    }

    /** Every checkpoint that was served. */
    public List<ServedCheckpoint> checkpoints() {
        return List.copyOf(checkpoints);
    }

    /** Whether each reader has been given the events of every entry below the size, except readers of nodes that are gone. */
    public boolean upTo(long auditSize) {
        return readers.stream().filter(r -> arena.nodes().contains(r.node())).allMatch(r -> r.reached(auditSize));
    }

    /**
     * How late a thread of this process was at worst, in milliseconds: on a machine that gives the drill no processor for seconds, no bound on
     * time means anything.
     */
    public long longestStallMillis() {
        return longestStall.get() / 1_000_000;
    }

    private void watchMachine() {
        try {
            while (!ending.get()) {
                long before = System.nanoTime();
                TimeUnit.MILLISECONDS.sleep(NAP_MILLIS);
                longestStall.accumulateAndGet(System.nanoTime() - before - NAP_MILLIS * 1_000_000, Math::max);
            }
        } catch (InterruptedException e) {
            ending.set(true);
        }
    }

    private void watch(String node) {
        for (int round = 0; !ending.get(); round++) {
            try {
                int life = arena.life(node);
                JsonNode status = Json.mapper().readTree(get(node, "/v1/cluster"));
                if (life == arena.life(node)) {
                    recorder.add(new Line.Sample(node, life, recorder.now(), status.path("leads").asBoolean(),
                            status.path("term").asLong(), status.path("appliedIndex").asLong()));
                }
                if (round % CHECKPOINT_EVERY == 0) {
                    checkpoints.add(new ServedCheckpoint(node, get(node, "/audit/checkpoint")));
                }
            } catch (IOException notNow) {
                // a node that does not answer says nothing; the gap is seen in the samples
            } catch (InterruptedException e) {
                return;
            }
            pause();
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
        } catch (InterruptedException e) {
            ending.set(true);
        }
    }

    private String get(String node, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(arena.api(node).resolve(path)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(node + " answers " + path + " with HTTP " + answer.statusCode());
        }
        return answer.body();
    }

    @Override
    public void close() {
        ending.set(true);
        readers.forEach(EventReader::close);
        threads.forEach(Thread::interrupt);
        http.shutdownNow();
    }
}
