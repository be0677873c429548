package io.althing.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code althing model …}. */
@Command(name = "model", mixinStandardHelpOptions = true, description = "Create and look at models.")
final class ModelCommands {
    @Command(description = "Create a model.")
    int create(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "MODEL") String model,
            @Option(names = "--description", defaultValue = "") String description,
            @Option(names = "--owner", defaultValue = "") String owner) {
        ObjectNode body = Json.object().put("model", model).put("description", description);
        if (!owner.isEmpty()) {
            body.put("owner", owner);
        }
        Call call = Call.post("/v1/models", body).withKey(UUID.randomUUID().toString());
        return cluster.print(cluster.client("operator").need(call), Views::model);
    }

    @Command(description = "List the models.")
    int list(@Mixin ClusterOptions cluster) {
        return cluster.print(cluster.reader().need(Call.get("/v1/models")), Views::models);
    }

    @Command(description = "Show a model: what each region serves of it.")
    int show(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "MODEL") String model) {
        ApiClient client = cluster.reader();
        Answer answer = client.need(Call.get("/v1/models/" + model));
        if (cluster.json()) {
            return cluster.print(answer, Views::model);
        }
        cluster.print(answer, Views::model);
        return cluster.print(client.need(Call.get("/v1/models/" + model + "/versions")), Views::versions);
    }
}
