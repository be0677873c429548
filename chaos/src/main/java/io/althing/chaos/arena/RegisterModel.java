package io.althing.chaos.arena;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.chaos.drill.NodeFiles;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import java.util.List;

/** The model whose tags and aliases the workload writes, and the versions that aliases may point to. */
public final class RegisterModel {
    /** Versions an alias may point to: {@code v0} and so on. */
    public static final int VERSIONS = 8;

    private RegisterModel() {}

    /** Creates what is not there yet. */
    public static void create(ApiClient client) {
        if (client.send(Call.get("/v1/models/" + NodeFiles.MODEL)).status() == 404) {
            client.need(Call.post("/v1/models", Json.object().put("model", NodeFiles.MODEL)
                    .put("description", "written to by benchmarks and drills").put("owner", "drill"))
                    .withKey("create-" + NodeFiles.MODEL));
        }
        String versions = "/v1/models/" + NodeFiles.MODEL + "/versions";
        for (int i = 0; i < VERSIONS; i++) {
            if (client.send(Call.get(versions + "/v" + i)).status() == 404) {
                client.need(Call.post(versions, version(i)).withKey("version-" + i));
            }
        }
    }

    private static ObjectNode version(int i) {
        var version = Json.object().put("version", "v" + i).put("description", "what aliases point to");
        version.putArray("artifacts").addObject().put("name", "model.onnx").put("format", "onnx")
                .put("digest", String.valueOf(i).repeat(64)).put("size", 1);
        var schema = version.putObject("ioSchema");
        for (String side : List.of("inputs", "outputs")) {
            schema.putArray(side).addObject().put("name", side).put("datatype", "FP32").putArray("shape").add(1);
        }
        return version;
    }
}
