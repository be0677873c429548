package io.althing.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.demo.digits.Digits;
import io.althing.demo.digits.DigitsModels;
import io.althing.demo.digits.TrainedVersion;
import io.althing.demo.step.AgreePolicies;
import io.althing.demo.step.Console;
import io.althing.demo.step.DemoContext;
import io.althing.demo.step.RegisterVersions;
import io.althing.demo.step.Rollouts;
import io.althing.demo.traffic.Traffic;
import io.althing.local.Await;
import io.althing.local.LocalCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.StreamSupport;

/** Puts the digits models into a running cluster, agrees on policies, brings v1 live and sends users. Doing it again changes nothing. */
public final class DigitsLife {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SEED = 20_240_501;
    private static final Traffic.Plan TRAFFIC = new Traffic.Plan(50, 20_000, Duration.ofMillis(300), 7);

    private DigitsLife() {}

    /** Returns once users are being served. */
    public static Traffic begin(LocalCluster cluster, Path policies, Console console) throws InterruptedException {
        Digits digits = Digits.load();
        console.say("training three versions of the model " + DemoContext.MODEL);
        DigitsModels models = DigitsModels.train(digits, SEED);
        ApiClient operator = cluster.client("operator");
        operator.need(Call.post("/v1/models", RegisterVersions.model()).withKey("demo-model"));
        models.all().forEach(version -> RegisterVersions.register(operator, version));
        for (TrainedVersion version : models.all()) {
            Await.until(version.version() + " to be ready", PATIENCE, () -> operator
                    .need(Call.get("/v1/models/" + DemoContext.MODEL + "/versions/" + version.version())).json()
                    .path("ready").asBoolean());
        }
        console.say("agreeing on policies");
        if (!agreed(operator)) {
            AgreePolicies.proposeGlobal(cluster.client("admin"), policies.resolve("global.yaml"));
        }
        Await.until("the regions to agree on their policies", PATIENCE, () -> agreed(operator));
        String rollout = Rollouts.start(operator, cluster.client("approver-1"), "v1", "the first version");
        Await.until("v1 to be live", PATIENCE, () -> operator.need(Call.get("/v1/rollouts/" + rollout)).json()
                .path("rollout").path("state").asText().equals("succeeded") && confirmed(operator));
        Traffic traffic = new Traffic(DemoContext.MODEL, cluster.regions().stream()
                .map(r -> new Traffic.Place(r, cluster.files().gateway(r))).toList(), digits.heldOut(), TRAFFIC);
        traffic.start();
        console.say("users are served; roll out v2 or v3 and watch");
        return traffic;
    }

    private static boolean agreed(ApiClient client) {
        return items(client, "/v1/epochs").anyMatch(
                epoch -> epoch.path("number").asLong() > 0 && epoch.path("state").asText().equals("in-force"));
    }

    private static boolean confirmed(ApiClient client) {
        return items(client, "/v1/models/" + DemoContext.MODEL + "/serving")
                .allMatch(target -> target.path("confirmed").asBoolean());
    }

    private static java.util.stream.Stream<JsonNode> items(ApiClient client, String path) {
        JsonNode items = client.need(Call.get(path)).json().path("items");
        return StreamSupport.stream(items.spliterator(), false);
    }
}
