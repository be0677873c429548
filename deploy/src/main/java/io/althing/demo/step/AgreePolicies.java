package io.althing.demo.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.EventStream.Occurred;
import io.althing.client.Json;
import io.althing.codec.RecordJson;
import io.althing.local.Await;
import io.althing.local.LocalCluster;
import io.althing.policy.PolicyFile;
import io.althing.registry.GlobalPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Each region's agent proposes its own file. ap-south's first one goes straight to all traffic; eu-west says no and why; ap-south
 * amends; then the set is in force. The first version goes live under it.
 */
public final class AgreePolicies implements DemoStep {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long FIRST = 1;

    private final Path policies;

    /** @param policies where the regions' files are taken from */
    public AgreePolicies(Path policies) {
        this.policies = policies;
    }

    @Override
    public String name() {
        return "Agree on policies: one file a region, one rejected and amended; the first version goes live";
    }

    @Override
    public Figures run(DemoContext context) throws Exception {
        LocalCluster cluster = context.cluster();
        proposeGlobal(context.as("admin"), policies.resolve("global.yaml"));
        Files.copy(policies.resolve("ap-south-rejected.yaml"), cluster.files().policy(DemoContext.AP),
                StandardCopyOption.REPLACE_EXISTING);
        cluster.startAgents();
        cluster.awaitGateways(PATIENCE);
        Occurred rejected = context.timeline().await("candidate-rejected", e -> true, PATIENCE);
        JsonNode objection = objection(context);
        String words = "eu-west rejects " + objection.path("region").asText() + "'s file: "
                + objection.path("field").asText() + " is " + objection.path("value").asText() + ", eu-west's bound is "
                + objection.path("bound").asText();
        context.console().say(words);
        Figures.require(objection.path("region").asText().equals("ap-south"), "eu-west rejects the file of ap-south");
        replace(policies.resolve("ap-south.yaml"), cluster.files().policy(DemoContext.AP));
        Occurred committed = context.timeline().await("epoch-committed", e -> true, PATIENCE);
        int files = context.at(DemoContext.US).need(Call.get("/v1/epochs/" + FIRST)).json().path("files").size();
        Figures.require(files == cluster.regions().size(), "epoch 1 holds one file of each region");
        Duration agreed = Duration.between(Timeline.at(rejected), Timeline.at(committed));
        long live = Rollouts.golive(context, "v1");
        context.traffic().start();
        return new Figures().put("objection", words).put("milliseconds from rejection to agreement", agreed.toMillis())
                .put("epoch", committed.data().path("epoch").asLong())
                .put("milliseconds until v1 is live everywhere", live);
    }

    /** Proposes the administrators' file. */
    public static void proposeGlobal(ApiClient admin, Path file) {
        if (!(PolicyFile.read(file) instanceof PolicyFile.Result.ForAll global)) {
            throw new IllegalStateException(file + " is not a good global policy file");
        }
        byte[] policy = new RecordJson().write(GlobalPolicy.class, global.policy());
        try {
            var body = Json.object().put("file", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            body.set("policy", Json.mapper().readTree(policy));
            admin.need(Call.put("/v1/policies/global", body)
                    .withKey("global-" + Long.toHexString(ThreadLocalRandom.current().nextLong())));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JsonNode objection(DemoContext context) throws InterruptedException {
        return Await.value("eu-west's objection", PATIENCE, () -> context.timeline().find("candidate-voted",
                e -> e.data().path("vote").path("region").asText().equals("eu-west")).stream()
                .map(e -> e.data().path("vote").path("objections").path(0)).filter(JsonNode::isObject).findFirst()
                .or(Optional::empty));
    }

    private static void replace(Path from, Path to) throws IOException {
        Path fresh = to.resolveSibling("policy.yaml.new");
        Files.copy(from, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
