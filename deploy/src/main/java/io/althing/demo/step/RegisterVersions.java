package io.althing.demo.step;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.demo.digits.TrainedVersion;
import io.althing.local.Await;
import io.althing.registry.Region;
import io.althing.serving.TensorSpec;
import java.time.Duration;
import java.util.List;

/** The bytes go to one region; every region fetches and verifies them before the version counts as ready. */
public final class RegisterVersions implements DemoStep {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "Register them: bytes by digest in every region, schema, lineage, metrics";
    }

    @Override
    public Figures run(DemoContext context) throws Exception {
        ApiClient operator = context.as("operator");
        operator.need(Call.post("/v1/models", model()).withKey("demo-model"));
        long bytes = 0;
        for (TrainedVersion version : context.story().models().all()) {
            register(operator, version);
            bytes += version.model().size();
        }
        int copies = 0;
        for (TrainedVersion version : context.story().models().all()) {
            Await.until(version.version() + " to be verified in every region", PATIENCE, () -> verifiedIn(operator,
                    version) == context.cluster().regions().size());
            copies += verifyCopies(context, version);
        }
        return new Figures().put("versions", context.story().models().all().size()).put("bytes", bytes)
                .put("copies with the right digest", copies);
    }

    /** The model's description. */
    public static ObjectNode model() {
        return Json.object().put("model", DemoContext.MODEL).put("description", "handwritten digits, 8×8 pixels")
                .put("owner", "ml-platform");
    }

    /** Registers a version with everything its training knows. */
    public static void register(ApiClient operator, TrainedVersion version) {
        operator.need(Call.putBytes("/v1/artifacts/" + version.model().sha256(), version.model().bytes()));
        ObjectNode body = Json.object().put("version", version.version().value()).put("description",
                version.lineage().trainer());
        body.putArray("artifacts").addObject().put("name", "model.onnx").put("format", "onnx")
                .put("digest", version.model().sha256().value()).put("size", version.model().size());
        ObjectNode schema = body.putObject("ioSchema");
        tensors(schema.putArray("inputs"), version.schema().inputs());
        tensors(schema.putArray("outputs"), version.schema().outputs());
        ObjectNode lineage = body.putObject("lineage").put("dataset", version.lineage().dataset().value())
                .put("trainer", version.lineage().trainer());
        version.lineage().parent().ifPresent(parent -> lineage.put("parent", parent.value()));
        body.set("metrics", Json.tree(version.metrics()));
        operator.need(Call.post("/v1/models/" + DemoContext.MODEL + "/versions", body)
                .withKey("demo-version-" + version.version()));
    }

    private static void tensors(ArrayNode array, List<TensorSpec> specs) {
        for (TensorSpec spec : specs) {
            ArrayNode shape = array.addObject().put("name", spec.name()).put("datatype", spec.datatype())
                    .putArray("shape");
            spec.shape().forEach(shape::add);
        }
    }

    private static int verifiedIn(ApiClient client, TrainedVersion version) {
        return client.need(Call.get("/v1/models/" + DemoContext.MODEL + "/versions/" + version.version())).json()
                .path("verifiedIn").size();
    }

    private static int verifyCopies(DemoContext context, TrainedVersion version) {
        int good = 0;
        for (Region region : context.cluster().regions()) {
            byte[] copy = context.at(region).need(Call.get("/v1/artifacts/" + version.model().sha256())).body();
            Figures.require(java.util.Arrays.equals(copy, version.model().bytes()),
                    region + " holds the bytes of " + version.version());
            good++;
        }
        return good;
    }
}
