package io.althing.chaos.arena;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.Waiting;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import io.althing.codec.RecordJson;
import io.althing.demo.digits.Digits;
import io.althing.demo.digits.DigitsModels;
import io.althing.demo.digits.TrainedVersion;
import io.althing.policy.PolicyFile;
import io.althing.registry.GlobalPolicy;
import io.althing.serving.TensorSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;

/** A real model that the gateways serve: versions that read digits, and versions that hardly read any. */
public final class ServedModel {
    /** Its name. */
    public static final String MODEL = "digits";

    /** The version that serves when the drill begins. */
    public static final String FIRST = "good-0";

    private static final long SEED = 20_240_501;

    private final Digits digits;
    private final DigitsModels trained;

    private ServedModel(Digits digits, DigitsModels trained) {
        this.digits = digits;
        this.trained = trained;
    }

    /** Trains it, in a second or so. */
    public static ServedModel train() {
        Digits digits = Digits.load();
        return new ServedModel(digits, DigitsModels.train(digits, SEED));
    }

    /** What users ask. */
    public Digits digits() {
        return digits;
    }

    /** Brings the first version into service in every region, under policies that all have agreed to. */
    void bring(ProcessArena arena, Agents agents) throws IOException, InterruptedException {
        ApiClient admin = arena.cluster().admin();
        admin.need(Call.post("/v1/models", Json.object().put("model", MODEL).put("description", "digits, 8×8 pixels")
                .put("owner", "drill")).withKey("create-" + MODEL));
        proposeGlobal(admin, arena.cluster().place(arena.nodes().getFirst()).directory());
        agents.startAll();
        register(admin, FIRST);
        Waiting.until("the regions agree on their policies", LoopbackCluster.STARTING, () -> items(admin, "/v1/epochs")
                .anyMatch(e -> e.path("number").asLong() > 0 && e.path("state").asText().equals("in-force")));
        Waiting.until(FIRST + " is ready", LoopbackCluster.STARTING, () -> ready(admin, FIRST));
        var rollout = admin.need(Call.post("/v1/rollouts", Json.object().put("model", MODEL).put("version", FIRST)
                .put("reason", "the first version")).withKey("first-rollout")).json();
        admin.as(java.util.Optional.of(agents.files().approverToken()))
                .need(Call.post("/v1/rollouts/" + rollout.path("id").asText() + "/approve",
                        Json.object().put("meaning", "approve").put("comment", "first"))
                        .withKey("first-approval").ifMatch(rollout.path("revision").asLong()));
        Waiting.until("every gateway serves " + FIRST, LoopbackCluster.STARTING,
                () -> agents.regions().stream().allMatch(region -> agents.status(region).filter(
                        status -> status.path("serving").path(0).path("stable").asText().equals(FIRST)).isPresent()));
    }

    /**
     * Registers a version; one whose name begins with {@code bad} reads hardly any digit. Doing it again changes nothing.
     *
     * @throws UserError if no node took it
     */
    public void register(ApiClient client, String version) {
        TrainedVersion bytes = version.startsWith("bad") ? trained.v3() : trained.v2();
        client.need(Call.putBytes("/v1/artifacts/" + bytes.model().sha256(), bytes.model().bytes()));
        ObjectNode body = Json.object().put("version", version).put("description", bytes.lineage().trainer());
        body.putArray("artifacts").addObject().put("name", "model.onnx").put("format", "onnx")
                .put("digest", bytes.model().sha256().value()).put("size", bytes.model().size());
        ObjectNode schema = body.putObject("ioSchema");
        tensors(schema.putArray("inputs"), bytes.schema().inputs());
        tensors(schema.putArray("outputs"), bytes.schema().outputs());
        body.putObject("lineage").put("dataset", bytes.lineage().dataset().value()).put("trainer",
                bytes.lineage().trainer());
        body.set("metrics", Json.tree(bytes.metrics()));
        client.need(Call.post("/v1/models/" + MODEL + "/versions", body).withKey("register-" + version));
    }

    /** Whether a version may be rolled out. */
    public static boolean ready(ApiClient client, String version) {
        Answer answer = client.send(Call.get("/v1/models/" + MODEL + "/versions/" + version).within(Arena.QUICK));
        return answer.ok() && answer.json().path("ready").asBoolean();
    }

    private static void tensors(ArrayNode array, List<TensorSpec> specs) {
        for (TensorSpec spec : specs) {
            ArrayNode shape = array.addObject().put("name", spec.name()).put("datatype", spec.datatype())
                    .putArray("shape");
            spec.shape().forEach(shape::add);
        }
    }

    private static void proposeGlobal(ApiClient admin, Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("global.yaml"), DrillPolicies.global());
        if (!(PolicyFile.read(file) instanceof PolicyFile.Result.ForAll global)) {
            throw new IllegalStateException("the drill's own global policy is not good: " + PolicyFile.read(file));
        }
        var body = Json.object().put("file",
                Base64.getEncoder().encodeToString(DrillPolicies.global().getBytes(StandardCharsets.UTF_8)));
        body.set("policy", Json.mapper().readTree(new RecordJson().write(GlobalPolicy.class, global.policy())));
        admin.need(Call.put("/v1/policies/global", body).withKey("global-policy"));
    }

    private static java.util.stream.Stream<com.fasterxml.jackson.databind.JsonNode> items(ApiClient client,
            String path) {
        var items = client.need(Call.get(path)).json().path("items");
        return StreamSupport.stream(items.spliterator(), false);
    }
}
