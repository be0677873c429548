package io.althing.demo.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import io.althing.local.Await;
import io.althing.local.Child;
import io.althing.local.ClusterFiles;
import io.althing.registry.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The leader's node is killed while several writers write: they go on soon, and nothing they were told was written is lost. */
public final class KillLeader implements DemoStep {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** The election timeout of nodes up to 30 ms apart. */
    private static final Duration ELECTION = Duration.ofSeconds(1);
    private static final Duration LIMIT = ELECTION.multipliedBy(3).plusSeconds(2);
    private static final int BEFORE = 1000;
    private static final int AFTER = 300;
    private static final int WRITERS_EACH = 4;

    @Override
    public String name() {
        return "Kill -9 the leader's node in the middle of a write load";
    }

    @Override
    public Figures run(DemoContext context) throws Exception {
        List<ApiClient> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS_EACH; i++) {
            context.cluster().regions().forEach(r -> writers.add(rotated(context, r)));
        }
        WriteLoad.Result result;
        Instant killedAt;
        Region leader;
        try (WriteLoad load = new WriteLoad(DemoContext.MODEL, writers)) {
            Await.until(BEFORE + " acknowledged writes", PATIENCE, () -> load.size() >= BEFORE);
            leader = leader(context);
            Child node = context.cluster().node(leader).orElseThrow();
            killedAt = Instant.now();
            node.kill();
            context.console()
                    .say("killed the leader, the " + node.name() + " (process " + node.pid() + "), after " + load.size()
                            + " acknowledged writes");
            int acknowledged = load.size();
            Await.until("writes to go on", PATIENCE, () -> load.size() >= acknowledged + AFTER);
            load.stop();
            result = load.result();
        }
        context.story().writes(result);
        context.cluster().startNode(leader);
        context.cluster().awaitReady(PATIENCE);
        Duration gap = result.longestGapAfter(killedAt);
        Figures figures = new Figures().put("killed", leader.value())
                .put("milliseconds without a write", gap.toMillis())
                .put("limit in milliseconds", LIMIT.toMillis()).put("writes acknowledged", result.acknowledged().size())
                .put("attempts repeated under the same key", result.repeats())
                .put("acknowledged writes lost", lost(context, result));
        Figures.require(gap.compareTo(LIMIT) < 0, "writes go on within " + LIMIT.toMillis() + " ms");
        Figures.require(lost(context, result) == 0, "no acknowledged write is lost");
        Figures.require(context.traffic().log().failed() == 0,
                "no request failed: " + context.traffic().log().failures());
        return figures;
    }

    /** A client that asks the region first and then the others. */
    private static ApiClient rotated(DemoContext context, Region first) {
        ApiClient all = context.as("operator");
        List<ApiClient.Place> places = new ArrayList<>(all.places());
        while (!places.getFirst().region().equals(first.value())) {
            places.add(places.removeFirst());
        }
        return all.asking(places);
    }

    private static Region leader(DemoContext context) {
        String node = context.as("").need(Call.get("/v1/cluster?consistency=local")).json().path("leader").asText();
        return context.cluster().regions().stream().filter(r -> ClusterFiles.node(r).equals(node)).findFirst()
                .orElseThrow(() -> new UserError(ExitCode.REFUSED, "no region's node leads"));
    }

    private static long lost(DemoContext context, WriteLoad.Result result) {
        Map<String, String> present = tags(context);
        return result.acknowledged().stream().filter(ack -> !ack.value().equals(present.get(ack.key()))).count();
    }

    private static Map<String, String> tags(DemoContext context) {
        Map<String, String> tags = new HashMap<>();
        String page = "";
        do {
            JsonNode list = context.as("").need(Call.get("/v1/models/" + DemoContext.MODEL + "/tags?pageSize=1000"
                    + (page.isEmpty() ? "" : "&pageToken=" + page))).json();
            list.path("items").forEach(t -> tags.put(t.path("key").asText(), t.path("value").asText()));
            page = list.path("nextPageToken").asText("");
        } while (!page.isEmpty());
        return tags;
    }
}
