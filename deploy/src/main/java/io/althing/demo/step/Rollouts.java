package io.althing.demo.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.local.Await;
import io.althing.registry.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What the steps do with rollouts. */
public final class Rollouts {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> ENDED = Set.of("succeeded", "succeeded-partly", "recovered", "escalated",
            "aborted");

    private Rollouts() {}

    /** Requests a rollout and has somebody else approve it, if it needs that. */
    static String start(DemoContext context, String version, String reason) {
        return start(context.as("operator"), context.as("approver-1"), version, reason);
    }

    /** The same with the given people. */
    public static String start(ApiClient operator, ApiClient approver, String version, String reason) {
        JsonNode rollout = operator.need(Call.post("/v1/rollouts",
                Json.object().put("model", DemoContext.MODEL).put("version", version).put("reason", reason))
                .withKey("demo-rollout-" + version)).json();
        String id = rollout.path("id").asText();
        if (rollout.path("state").asText().equals("awaiting-approval")) {
            approver.need(Call.post("/v1/rollouts/" + id + "/approve",
                    Json.object().put("meaning", "approve").put("comment", "looks good")).withKey("demo-approve-" + id)
                    .ifMatch(rollout.path("revision").asLong()));
        }
        return id;
    }

    /** Waits until the rollout has ended; how it did. */
    static String awaitEnd(DemoContext context, String rollout) throws InterruptedException {
        return context.timeline().await("rollout-moved",
                e -> Timeline.of(rollout).test(e) && ENDED.contains(e.data().path("state").asText()), PATIENCE).data()
                .path("state").asText();
    }

    /** Rolls out the first version and waits until every gateway serves it; milliseconds it took. */
    static long golive(DemoContext context, String version) throws InterruptedException {
        Instant began = Instant.now();
        String rollout = start(context, version, "the first version");
        Figures.require(awaitEnd(context, rollout).equals("succeeded"), version + " goes live");
        for (Region region : context.cluster().regions()) {
            awaitEffective(context, region, version);
        }
        return Duration.between(began, Instant.now()).toMillis();
    }

    /** Waits until the region has confirmed that it serves only the version. */
    static void awaitEffective(DemoContext context, Region region, String version) throws InterruptedException {
        Await.until(region + " to confirm that it serves " + version, PATIENCE, () -> {
            JsonNode serving = context.as("").need(Call.get("/v1/models/" + DemoContext.MODEL + "/serving")).json();
            for (JsonNode target : serving.path("items")) {
                if (target.path("region").asText().equals(region.value())) {
                    return target.path("confirmed").asBoolean() && target.path("stable").asText().equals(version)
                            && !target.has("canary");
                }
            }
            return false;
        });
    }

    /** The weights a region's canary went through, in percent. */
    static List<Double> weights(DemoContext context, String rollout, Region region) {
        return context.timeline()
                .find("region-advanced",
                        e -> Timeline.of(rollout).test(e) && e.data().path("region").asText().equals(region.value()))
                .stream().map(e -> e.data().path("weightBasisPoints").asInt() / 100.0).toList();
    }
}
