package io.althing.demo.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.local.Await;
import io.althing.local.ClusterFiles;
import io.althing.registry.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** eu-west loses its links: it goes on serving, answers reads with their age, refuses to promote; the others go on; then it catches up. */
public final class CutRegion implements DemoStep {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofMillis(500);

    @Override
    public String name() {
        return "Cut eu-west off: it serves on, says how old its answers are, promotes nothing; heal it";
    }

    @Override
    public Figures run(DemoContext context) throws Exception {
        moveLeaderAway(context);
        Instant cutAt = Instant.now();
        context.cluster().links().cut(DemoContext.EU);
        context.console().say("eu-west is cut off");
        Await.until("eu-west to report no leader", PATIENCE, () -> leader(context.at(DemoContext.EU)).isEmpty());
        Figures figures = new Figures().put("milliseconds until eu-west knows",
                Duration.between(cutAt, Instant.now()).toMillis());
        refusesToPromote(context, figures);
        ages(context, figures);
        others(context, figures);
        Figures.require(
                context.traffic().log().all().stream().anyMatch(
                        s -> s.region().equals(DemoContext.EU) && s.answeredAt().isAfter(cutAt) && !s.failed()),
                "eu-west's gateway serves on");
        Figures.require(context.traffic().log().failed() == 0,
                "no request failed: " + context.traffic().log().failures());
        heal(context, figures);
        return figures;
    }

    private static void moveLeaderAway(DemoContext context) throws InterruptedException {
        String node = ClusterFiles.node(DemoContext.EU);
        if (leader(context.at(DemoContext.EU)).equals(node)) {
            context.as("admin").need(Call.post("/v1/cluster/transfer",
                    Json.object().put("node", ClusterFiles.node(DemoContext.US))).withKey("demo-transfer"));
        }
        Await.until("leadership to be outside eu-west", PATIENCE, () -> {
            String leader = leader(context.at(DemoContext.US));
            return !leader.isEmpty() && !leader.equals(node);
        });
    }

    private static String leader(ApiClient region) {
        return region.need(Call.get("/v1/cluster?consistency=local")).json().path("leader").asText();
    }

    private static void refusesToPromote(DemoContext context, Figures figures) {
        String rollout = context.story().badRollout().orElse("00000000000000000000000000");
        Instant asked = Instant.now();
        Answer answer = context.as("operator").only(DemoContext.EU.value())
                .send(Call.post("/v1/rollouts/" + rollout + "/promote", Json.object().put("reason", "try"))
                        .withKey("demo-promote-while-cut").ifMatch(1).within(DEADLINE));
        Duration took = Duration.between(asked, Instant.now());
        figures.put("promoting there answers", answer.status() + " " + answer.problem().type())
                .put("milliseconds that took", took.toMillis());
        context.console().say("promoting in eu-west: " + answer.status() + " " + answer.problem().text());
        Figures.require(answer.status() == 503 && answer.problem().type().equals("no-quorum"),
                "promoting while cut off answers 503 no-quorum, not " + answer.status() + " "
                        + answer.problem().type());
        Figures.require(took.compareTo(DEADLINE.plus(GRACE)) < 0, "the answer comes within the request's deadline");
    }

    private static void ages(DemoContext context, Figures figures) throws InterruptedException {
        List<Long> ages = new ArrayList<>();
        ages.add(age(context));
        Await.until("a local read in eu-west to be older", PATIENCE, () -> age(context) > ages.getFirst() + 200);
        ages.add(age(context));
        figures.put("age of a local read in milliseconds, rising", ages);
        Figures.require(ages.getLast() > ages.getFirst(), "the age of local reads rises");
    }

    private static long age(DemoContext context) {
        return context.at(DemoContext.EU).need(Call.get("/v1/models?consistency=local")).headers()
                .firstValueAsLong("Althing-Staleness-Ms").orElse(-1);
    }

    private static void others(DemoContext context, Figures figures) {
        Instant asked = Instant.now();
        context.as("operator").only(DemoContext.US.value())
                .need(Call.put("/v1/models/" + DemoContext.MODEL + "/tags/while-cut", Json.object().put("value", "yes"))
                        .withKey("demo-while-cut"));
        figures.put("milliseconds for a write in the others", Duration.between(asked, Instant.now()).toMillis());
    }

    private static void heal(DemoContext context, Figures figures) throws InterruptedException {
        Instant healed = Instant.now();
        context.cluster().links().heal(DemoContext.EU);
        context.console().say("eu-west is healed");
        Await.until("eu-west to catch up", PATIENCE, () -> applied(context, DemoContext.EU) >= applied(context,
                DemoContext.US) && !leader(context.at(DemoContext.EU)).isEmpty());
        figures.put("milliseconds to catch up", Duration.between(healed, Instant.now()).toMillis());
    }

    private static long applied(DemoContext context, Region region) {
        JsonNode status = context.at(region).need(Call.get("/v1/cluster?consistency=local")).json();
        return status.path("appliedIndex").asLong();
    }
}
