package io.althing.demo.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.Json;
import io.althing.demo.digits.Digit;
import io.althing.demo.digits.DigitCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Asks one region's gateway what a digit is. */
final class GatewayUser {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int AT_ONCE = 48;

    private final HttpClient http;
    private final Traffic.Place place;
    private final String model;
    private final TrafficLog log;
    private final URI infer;
    private final URI feedback;
    private final Semaphore room = new Semaphore(AT_ONCE);

    GatewayUser(HttpClient http, Traffic.Place place, String model, TrafficLog log) {
        this.http = http;
        this.place = place;
        this.model = model;
        this.log = log;
        this.infer = URI.create(place.gateway() + "/v2/models/" + model + "/infer");
        this.feedback = URI.create(place.gateway() + "/feedback");
    }

    /** Sends the request, once not too many wait for answers; the label is told that long after the answer. */
    void ask(String user, Digit digit, Duration labelDelay) throws InterruptedException {
        room.acquire();
        Sample asked = new Sample(place.region(), Instant.now(), Instant.EPOCH, user, digit.index(), "", "", false, "");
        Thread.ofVirtual().start(() -> {
            Optional<String> requestId;
            try {
                requestId = exchange(asked, digit);
            } finally {
                room.release();
            }
            requestId.ifPresent(id -> tell(id, digit, labelDelay));
        });
    }

    /** The id under which the label can be told; empty if there was no answer. */
    private Optional<String> exchange(Sample asked, Digit digit) {
        HttpRequest request = HttpRequest.newBuilder(infer).timeout(PATIENCE).header("Content-Type", "application/json")
                .header("x-althing-unit", asked.user()).header("x-althing-sample", Integer.toString(digit.index()))
                .POST(HttpRequest.BodyPublishers.ofString(DigitCall.body(digit))).build();
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            log.add(sample(answer, asked, digit.label()));
            return answer.headers().firstValue("althing-request-id");
        } catch (IOException e) {
            log.add(asked.failed(Instant.now(), e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    void awaitAnswers() throws InterruptedException {
        room.acquire(AT_ONCE);
        room.release(AT_ONCE);
    }

    private static Sample sample(HttpResponse<byte[]> answer, Sample asked, int label) throws IOException {
        Instant now = Instant.now();
        if (answer.statusCode() != OK) {
            return asked.failed(now,
                    "HTTP " + answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        JsonNode json = Json.mapper().readTree(answer.body());
        boolean correct = DigitCall.label(json) == label;
        return asked.answered(now, json.path("model_version").asText(),
                answer.headers().firstValue("althing-arm").orElse(""), correct);
    }

    private void tell(String requestId, Digit digit, Duration delay) {
        String body = Json.object().put("model", model).put("requestId", requestId)
                .put("label", Integer.toString(digit.label())).toString();
        HttpRequest request = HttpRequest.newBuilder(feedback).timeout(PATIENCE)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            Thread.sleep(delay);
            if (http.send(request, BodyHandlers.discarding()).statusCode() >= 300) {
                log.labelRefused();
            }
        } catch (IOException e) {
            log.labelRefused();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
