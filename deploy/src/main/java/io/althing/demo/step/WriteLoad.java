package io.althing.demo.step;

import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Several writers that set one tag after another, each under its own key, and ask again with the same key until it is acknowledged. */
public final class WriteLoad implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger repeats = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();
    private final List<Thread> writers = new ArrayList<>();
    private final String model;
    private volatile boolean running = true;

    /** A write the registry said it had made. */
    public record Acknowledged(String key, String value, long auditIndex, Instant at) {}

    /** What became of a load. */
    public record Result(List<Acknowledged> acknowledged, int repeats) {
        /** Copies the list. */
        public Result {
            acknowledged = List.copyOf(acknowledged);
        }

        /** The longest time between two acknowledgements after the moment, or to the first. */
        public Duration longestGapAfter(Instant moment) {
            Instant before = moment;
            Duration longest = Duration.ZERO;
            for (Acknowledged ack : acknowledged) {
                if (ack.at().isAfter(moment)) {
                    Duration gap = Duration.between(before, ack.at());
                    longest = gap.compareTo(longest) > 0 ? gap : longest;
                    before = ack.at();
                }
            }
            return longest;
        }

        /** The first acknowledgement after the moment. */
        public Optional<Acknowledged> firstAfter(Instant moment) {
            return acknowledged.stream().filter(a -> a.at().isAfter(moment)).findFirst();
        }
    }

    /** Starts one writer for each client. */
    public WriteLoad(String model, List<ApiClient> clients) {
        this.model = model;
        clients.forEach(client -> writers.add(Thread.ofVirtual().start(() -> write(client))));
    }

    private void write(ApiClient client) {
        while (running) {
            int number = next.incrementAndGet();
            String key = "write-" + number;
            String value = "value-" + number;
            Call call = Call.put("/v1/models/" + model + "/tags/" + key, Json.object().put("value", value))
                    .withKey("demo-" + key).within(DEADLINE);
            for (boolean done = false; !done;) {
                done = attempt(client, call, key, value);
                if (!done) {
                    repeats.incrementAndGet();
                }
            }
        }
    }

    private boolean attempt(ApiClient client, Call call, String key, String value) {
        try {
            Answer answer = client.send(call);
            if (answer.ok()) {
                long auditIndex = answer.headers().firstValueAsLong("Althing-Audit-Index").orElse(-1);
                acknowledged.add(new Acknowledged(key, value, auditIndex, Instant.now()));
                return true;
            }
            return !running && answer.status() != 504;
        } catch (UserError e) {
            return !running;
        }
    }

    /** How many writes were acknowledged so far. */
    public int size() {
        return acknowledged.size();
    }

    /** What was acknowledged so far, oldest first. */
    public Result result() {
        return new Result(acknowledged.stream().sorted(Comparator.comparing(Acknowledged::at)).toList(), repeats.get());
    }

    @Override
    public void close() {
        stop();
    }

    /** Writes nothing more and waits for the acknowledgements still due. */
    public void stop() {
        running = false;
        try {
            for (Thread writer : writers) {
                writer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
