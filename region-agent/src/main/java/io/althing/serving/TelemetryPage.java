package io.althing.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.althing.canary.Arm;
import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code POST /v1/telemetry}: what a serving stack that is not this gateway saw of its requests, for the judge of the canary it splits
 * traffic for.
 *
 * <pre>{@code
 * {"model": …, "observations": [
 *   {"requestId": …, "unit"?: …, "version": …, "arm": "canary" | "stable", "rollout"?: …,
 *    "failed"?: false, "millis": 12.5, "prediction"?: "7",
 *    "values"?: {"revenue": 12.5, "converted": 1}}]}
 * }</pre>
 *
 * Answers 202 with {@code {"taken": n}}; a batch with any mistake is refused whole. {@code rollout} is the one the traffic target named;
 * without it the request counts as stable's outside any rollout. {@code values} are business metrics known at once, by the names the
 * policy gives them; those that come later are sent as feedback. During a rollout a request sent twice counts once.
 */
final class TelemetryPage {
    private static final ObjectMapper JSON = new ObjectMapper(OipTensors.FACTORY);
    private static final Set<String> FIELDS = Set.of("model", "observations");
    private static final Set<String> OBSERVED = Set.of("requestId", "unit", "version", "arm", "rollout", "failed",
            "millis", "prediction", "values");
    /** Sides of versions of rollouts that may be named; bounds the memory a mistaken sender can take. */
    private static final int MOST_ARMS = 1024;
    private static final double NANOS = 1e6;
    private static final double LONGEST_MILLIS = 3_600_000;

    private final TrafficObserver observer;
    private final Map<ArmKey, TrafficObserver.ArmObserver> arms = new ConcurrentHashMap<>();

    TelemetryPage(TrafficObserver observer) {
        this.observer = observer;
    }

    private record Seen(ArmKey key, Answered request) {}

    void answer(HttpServerRequest request, byte[] body) {
        List<Seen> batch;
        try {
            batch = parse(JSON.readTree(body));
        } catch (IOException e) {
            Reply.error(request, 400, OipReader.malformed(e).getMessage());
            return;
        } catch (IllegalArgumentException e) {
            Reply.error(request, 400, String.valueOf(e.getMessage()));
            return;
        }
        if (batch.stream().map(Seen::key).distinct().filter(key -> !arms.containsKey(key)).count()
                + arms.size() > MOST_ARMS) {
            Reply.error(request, 429, "more than " + MOST_ARMS
                    + " sides of versions were named since the agent began; name versions and rollouts, not requests");
            return;
        }
        batch.forEach(seen -> arms.computeIfAbsent(seen.key(), observer::arm).answered(seen.request()));
        Reply.json(request, 202, OipWriter.object(json -> json.writeNumberField("taken", batch.size())));
    }

    private static List<Seen> parse(JsonNode json) {
        if (!json.isObject() || !json.path("model").isTextual() || !json.path("observations").isArray()) {
            throw new IllegalArgumentException("telemetry is a JSON object with model and observations, a list");
        }
        known(json, FIELDS, "telemetry has model and observations");
        var model = new ModelName(json.get("model").asText());
        List<Seen> batch = new ArrayList<>();
        for (JsonNode observation : json.get("observations")) {
            try {
                batch.add(observation(model, observation));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("observations[" + batch.size() + "]: " + e.getMessage(), e);
            }
        }
        return batch;
    }

    private static Seen observation(ModelName model, JsonNode json) {
        known(json, OBSERVED,
                "an observation has requestId, unit, version, arm, rollout, failed, millis, prediction and values");
        Arm arm = switch (text(json, "arm")) {
            case "canary" -> Arm.CANARY;
            case "stable" -> Arm.STABLE;
            default -> throw new IllegalArgumentException("arm must be canary or stable");
        };
        Optional<RolloutId> rollout = optional(json, "rollout").map(RolloutId::new);
        if (arm == Arm.CANARY && rollout.isEmpty()) {
            throw new IllegalArgumentException("a canary's observation needs rollout, as the traffic target named it");
        }
        double millis = json.path("millis").asDouble(-1);
        if (!json.path("millis").isNumber() || !(millis >= 0 && millis <= LONGEST_MILLIS)) {
            throw new IllegalArgumentException("millis must be a number from 0 to an hour's");
        }
        if (json.has("failed") && !json.get("failed").isBoolean()) {
            throw new IllegalArgumentException("failed must be true or false");
        }
        var version = new VersionId(text(json, "version"));
        String id = text(json, "requestId");
        boolean failed = json.path("failed").asBoolean();
        var request = new Answered(id, optional(json, "unit").orElse("request " + id), TrafficSplit.Cause.BUCKET,
                failed,
                Math.round(millis * NANOS), failed ? Optional.empty() : Optional.of(version),
                optional(json, "prediction"), Optional.empty(),
                new Measures(BusinessValues.of(json.path("values")), Optional.empty()));
        return new Seen(new ArmKey(model, version, rollout, Optional.of(arm)), request);
    }

    private static void known(JsonNode json, Set<String> fields, String remedy) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!fields.contains(field.getKey())) {
                throw new IllegalArgumentException("unknown field '" + field.getKey() + "'; " + remedy);
            }
        }
    }

    private static String text(JsonNode json, String field) {
        return optional(json, field)
                .orElseThrow(() -> new IllegalArgumentException("'" + field + "' is missing; name it as text"));
    }

    private static Optional<String> optional(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isMissingNode() && (!value.isValueNode() || value.isNull() || value.asText().isEmpty())) {
            throw new IllegalArgumentException("'" + field + "' must be a single value, not empty");
        }
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }
}
