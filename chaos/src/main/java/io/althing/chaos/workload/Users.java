package io.althing.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.chaos.arena.Agents;
import io.althing.chaos.arena.ServedModel;
import io.althing.chaos.check.Judge;
import io.althing.chaos.history.Line;
import io.althing.client.Json;
import io.althing.demo.digits.Digit;
import io.althing.demo.digits.DigitCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Sends digits to every region's gateway at a steady rate, and tells it a moment later what was written there, or lies. */
public final class Users implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LABEL_MILLIS = 300;
    private static final int AT_ONCE = 60;
    private static final int CROWD = 20_000;
    private static final int TOLD = 200;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Lies lies = new Lies();
    private final List<Thread> pacers = new ArrayList<>();
    private final List<Digit> digits;
    private final ServedTally tally;
    private final Recorder recorder;

    private Users(List<Digit> digits, Recorder recorder) {
        this.digits = digits;
        this.recorder = recorder;
        this.tally = new ServedTally(recorder);
    }

    /** Starts users of every region. */
    public static Users start(Agents agents, ServedModel model, int perSecond, Recorder recorder) {
        var users = new Users(model.digits().heldOut(), recorder);
        var random = new SplittableRandom(perSecond);
        for (String region : agents.regions()) {
            URI gateway = agents.gateway(region);
            SplittableRandom own = random.split();
            users.pacers.add(Thread.ofPlatform().daemon().name("users of " + region)
                    .start(() -> users.pace(region, gateway, perSecond, own)));
        }
        return users;
    }

    /** What users say of answers. */
    public Lies lies() {
        return lies;
    }

    private void pace(String region, URI gateway, int perSecond, SplittableRandom random) {
        var room = new Semaphore(AT_ONCE);
        try {
            pace(new Place(region, gateway), room, TimeUnit.SECONDS.toNanos(1) / perSecond, random);
            room.acquire(AT_ONCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Place(String region, URI gateway) {}

    private void pace(Place place, Semaphore room, long every, SplittableRandom random) {
        long due = System.nanoTime();
        while (!ending.get()) {
            LockSupport.parkNanos(due - System.nanoTime());
            due = Math.max(due + every, System.nanoTime() - every);
            if (room.tryAcquire()) {
                String who = place.region() + "-" + random.nextInt(CROWD);
                Digit digit = digits.get(random.nextInt(digits.size()));
                var unused = Thread.ofVirtual().start(() -> {
                    try {
                        ask(place.region(), place.gateway(), who, digit);
                    } finally {
                        room.release();
                    }
                });
            }
        }
    }

    private void ask(String region, URI gateway, String who, Digit digit) {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/v2/models/" + ServedModel.MODEL + "/infer"))
                .timeout(PATIENCE).header("Content-Type", "application/json").header("x-althing-unit", who)
                .POST(HttpRequest.BodyPublishers.ofString(DigitCall.body(digit))).build();
        long sent = recorder.now();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                failed(region, sent, "HTTP " + answer.statusCode() + " " + answer.body());
                return;
            }
            JsonNode json = Json.mapper().readTree(answer.body());
            tally.add(region, json.path("model_version").asText(), sent);
            Optional<String> id = answer.headers().firstValue("althing-request-id");
            boolean canary = answer.headers().firstValue("althing-arm").orElse("").equals("canary");
            if (id.isPresent()) {
                TimeUnit.MILLISECONDS.sleep(LABEL_MILLIS);
                tell(gateway, id.get(), lies.label(region, canary, digit.label(), DigitCall.label(json)));
            }
        } catch (IOException e) {
            failed(region, sent, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(String region, long sent, String why) {
        tally.add(region, "", sent);
        recorder.add(new Line.Noted(Judge.USERS, false,
                "a user of " + region + " got: " + why.substring(0, Math.min(TOLD, why.length()))));
    }

    /** A label that does not arrive is only missing. */
    private void tell(URI gateway, String requestId, int label) throws IOException, InterruptedException {
        String body = Json.object().put("model", ServedModel.MODEL).put("requestId", requestId)
                .put("label", Integer.toString(label)).toString();
        try {
            var unused = http.send(HttpRequest.newBuilder(gateway.resolve("/feedback")).timeout(PATIENCE)
                    .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException lost) {
            return;
        }
    }

    @Override
    public void close() {
        ending.set(true);
        try {
            for (Thread pacer : pacers) {
                pacer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tally.flush();
        http.shutdownNow();
    }
}
