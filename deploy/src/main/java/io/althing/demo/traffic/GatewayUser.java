package io.althing.demo.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.client.Json;
import io.althing.demo.digits.Digit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

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

    /** Sends the request, once not too many wait for answers; the label, once it may be told, is given to {@code later}. */
    void ask(String user, Digit digit, Consumer<Runnable> later) throws InterruptedException {
        room.acquire();
        Instant sent = Instant.now();
        HttpRequest request = HttpRequest.newBuilder(infer).timeout(PATIENCE).header("Content-Type", "application/json")
                .header("x-althing-unit", user).header("x-althing-sample", Integer.toString(digit.index()))
                .POST(HttpRequest.BodyPublishers.ofString(body(digit))).build();
        http.sendAsync(request, BodyHandlers.ofByteArray()).whenComplete((answer, failure) -> {
            try {
                Instant now = Instant.now();
                if (failure != null) {
                    log.add(new Sample(place.region(), sent, now, user, digit.index(), "", "", false,
                            String.valueOf(failure.getMessage())));
                } else {
                    log.add(sample(answer,
                            new Sample(place.region(), sent, now, user, digit.index(), "", "", false, ""),
                            digit.label()));
                    answer.headers().firstValue("althing-request-id")
                            .ifPresent(id -> later.accept(() -> tell(id, digit)));
                }
            } finally {
                room.release();
            }
        });
    }

    void awaitAnswers() throws InterruptedException {
        room.acquire(AT_ONCE);
        room.release(AT_ONCE);
    }

    private static Sample sample(HttpResponse<byte[]> answer, Sample asked, int label) {
        if (answer.statusCode() != OK) {
            return new Sample(asked.region(), asked.sentAt(), asked.answeredAt(), asked.user(), asked.digit(), "", "",
                    false, "HTTP " + answer.statusCode() + " "
                            + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        try {
            JsonNode json = Json.mapper().readTree(answer.body());
            boolean correct = highest(json.path("outputs").path(0).path("data")) == label;
            return new Sample(asked.region(), asked.sentAt(), asked.answeredAt(), asked.user(), asked.digit(),
                    json.path("model_version").asText(), answer.headers().firstValue("althing-arm").orElse(""), correct,
                    "");
        } catch (IOException e) {
            return new Sample(asked.region(), asked.sentAt(), asked.answeredAt(), asked.user(), asked.digit(), "", "",
                    false, "not JSON: " + e.getMessage());
        }
    }

    private static int highest(JsonNode scores) {
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            if (scores.get(i).asDouble() > scores.get(best).asDouble()) {
                best = i;
            }
        }
        return best;
    }

    private void tell(String requestId, Digit digit) {
        String body = Json.object().put("model", model).put("requestId", requestId)
                .put("label", Integer.toString(digit.label())).toString();
        HttpRequest request = HttpRequest.newBuilder(feedback).timeout(PATIENCE)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            if (http.send(request, BodyHandlers.discarding()).statusCode() >= 300) {
                log.labelRefused();
            }
        } catch (IOException e) {
            log.labelRefused();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String body(Digit digit) {
        ObjectNode body = Json.object();
        ObjectNode input = body.putArray("inputs").addObject().put("name", "input").put("datatype", "FP32");
        input.putArray("shape").add(1).add(Digit.PIXELS);
        ArrayNode data = input.putArray("data");
        for (float value : digit.features()) {
            data.add(value);
        }
        return body.toString();
    }
}
