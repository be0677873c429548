package io.althing.chaos.drill;

import io.althing.client.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes tags from several threads without pause and records which writes were acknowledged. It stands outside the cluster, so that what
 * it recorded outlives every node. A write that fails is tried again at the next node under the same request id until it is
 * acknowledged or the writer is closed.
 */
public final class Writer implements AutoCloseable {
    private static final int KEYS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long RETRY_NANOS = 10_000_000;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1)).build();
    private final List<URI> apis;
    private final String token;
    private final String requestId;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final List<Thread> threads;
    private final BitSet acknowledged = new BitSet();
    private volatile Optional<Watch> watch = Optional.empty();
    private volatile OptionalLong firstAfter = OptionalLong.empty();

    /**
     * Starts writing.
     *
     * @param purpose makes its request ids different from those of other writers to the same cluster
     */
    public Writer(String purpose, List<URI> apis, String token, int threadCount) {
        this.apis = List.copyOf(apis);
        this.token = token;
        this.requestId = "drill-" + purpose + "-";
        this.threads = java.util.stream.IntStream.range(0, threadCount)
                .mapToObj(i -> Thread.ofPlatform().daemon().name("writer-" + i).start(() -> write(i))).toList();
    }

    /** A writer to all of a cluster's present nodes. */
    public static Writer to(LoopbackCluster cluster, String purpose, int threadCount) {
        return new Writer(purpose, cluster.names().stream().map(cluster::api).toList(), cluster.adminToken(),
                threadCount);
    }

    /** Begins each request id, before the write's number. */
    public String requestId() {
        return requestId;
    }

    /** How many writes were acknowledged so far. */
    public int count() {
        synchronized (acknowledged) {
            return acknowledged.cardinality();
        }
    }

    /** How many attempts failed so far, those given up at the end included. */
    public int failures() {
        return failures.get();
    }

    /** The numbers of the writes that were acknowledged so far. */
    public BitSet acknowledged() {
        synchronized (acknowledged) {
            return (BitSet) acknowledged.clone();
        }
    }

    /** What is waited for: a write begun after one instant, its time counted from another. */
    private record Watch(long begunAfter, long countedFrom) {}

    /**
     * From now on looks for the first write that is begun after this call and acknowledged.
     *
     * @param eventNanos {@link System#nanoTime} at the event whose effect is measured
     */
    public void watch(long eventNanos) {
        synchronized (acknowledged) {
            firstAfter = OptionalLong.empty();
            watch = Optional.of(new Watch(System.nanoTime(), eventNanos));
        }
    }

    /** How long after the event it was acknowledged; empty as long as none was. */
    public OptionalLong nanosToFirst() {
        return firstAfter;
    }

    private void write(int thread) {
        int api = thread % apis.size();
        while (!ending.get()) {
            int number = numbers.getAndIncrement();
            long begun = System.nanoTime();
            while (!ending.get() && !attempt(number, apis.get(api))) {
                failures.incrementAndGet();
                api = (api + 1) % apis.size();
                begun = System.nanoTime();
                LockSupport.parkNanos(RETRY_NANOS);
            }
            if (!ending.get()) {
                note(number, begun);
            }
        }
    }

    private void note(int number, long begun) {
        long now = System.nanoTime();
        synchronized (acknowledged) {
            acknowledged.set(number);
            watch.filter(w -> begun >= w.begunAfter()).ifPresent(w -> {
                firstAfter = OptionalLong.of(now - w.countedFrom());
                watch = Optional.empty();
            });
        }
    }

    private boolean attempt(int number, URI api) {
        String body = Json.object().put("value", "written as " + number).toString();
        HttpRequest request = HttpRequest
                .newBuilder(api.resolve("/v1/models/" + NodeFiles.MODEL + "/tags/t" + number % KEYS))
                .timeout(PATIENCE).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json").header("Idempotency-Key", requestId + number)
                .header("Althing-Deadline-Ms", Long.toString(PATIENCE.toMillis()))
                .PUT(HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException triedAgain) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ending.set(true);
            return false;
        }
    }

    /** Stops writing; what is under way is given up and does not count. */
    @Override
    public void close() {
        ending.set(true);
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE.plusSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
