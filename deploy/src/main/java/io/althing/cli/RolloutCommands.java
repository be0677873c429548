package io.althing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code althing rollout …}. */
@Command(name = "rollout", mixinStandardHelpOptions = true, description = "Request, watch and steer rollouts.")
final class RolloutCommands {
    /** What a rollout is of. */
    static final class Request {
        @Parameters(index = "0", paramLabel = "MODEL")
        private String model = "";

        @Parameters(index = "1", paramLabel = "VERSION")
        private String version = "";

        @Option(names = "--regions", split = ",", paramLabel = "REGION,…", description = "only these (default: every region)")
        private List<String> regions = List.of();

        @Option(names = "--reason", defaultValue = "", description = "recorded; needed for a version that was once convicted")
        private String reason = "";
    }

    @Command(description = "Request a rollout of a version.")
    int start(@Mixin ClusterOptions cluster, @Mixin Request request,
            @Option(names = "--watch", description = "stay and show its progress") boolean watch) {
        ObjectNode body = Json.object().put("model", request.model).put("version", request.version).put("reason",
                request.reason);
        request.regions.forEach(body.withArray("regions")::add);
        Call call = Call.post("/v1/rollouts", body).withKey(UUID.randomUUID().toString());
        Answer answer = cluster.client("operator").need(call);
        cluster.print(answer, Views::rolloutHead);
        return watch ? watch(cluster, answer.json().path("id").asText()) : ExitCode.OK;
    }

    @Command(description = "Show where a rollout stands, region by region, and what it waits for.")
    int status(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "ROLLOUT") String rollout) {
        return cluster.print(cluster.reader().need(Call.get("/v1/rollouts/" + rollout)), Views::rollout);
    }

    @Command(description = "List rollouts, newest last.")
    int list(@Mixin ClusterOptions cluster,
            @Option(names = "--model", paramLabel = "MODEL") Optional<String> model,
            @Option(names = "--active", description = "only those still under way") boolean active) {
        String query = "?active=" + active + model.map(m -> "&model=" + m).orElse("");
        return cluster.print(
                cluster.reader().need(Call.get("/v1/rollouts" + (active || model.isPresent() ? query : ""))),
                Views::rollouts);
    }

    @Command(description = "Show a rollout's progress as it happens, until it ends. Exit code 0 if it succeeded.")
    int watch(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "ROLLOUT") String rollout) {
        return new RolloutWatch(cluster, rollout).run();
    }

    @Command(description = "Approve a rollout. Not for one's own requests.")
    int approve(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "ROLLOUT") String rollout,
            @Option(names = "--comment", defaultValue = "") String comment) {
        return act(cluster, cluster.client("approver-1"), rollout, "approve",
                Json.object().put("meaning", "approve").put("comment", comment));
    }

    @Command(description = "Stop a rollout where it is.")
    int pause(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "ROLLOUT") String rollout,
            @Option(names = "--reason", defaultValue = "") String reason) {
        return act(cluster, cluster.client("operator"), rollout, "pause", Json.object().put("reason", reason));
    }

    @Command(description = "Let a paused rollout go on.")
    int resume(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "ROLLOUT") String rollout,
            @Option(names = "--reason", defaultValue = "") String reason) {
        return act(cluster, cluster.client("operator"), rollout, "resume", Json.object().put("reason", reason));
    }

    @Command(description = "Pass the pauses in which a rollout waits for a person.")
    int promote(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "ROLLOUT") String rollout,
            @Option(names = "--reason", defaultValue = "") String reason) {
        return act(cluster, cluster.client("operator"), rollout, "promote", Json.object().put("reason", reason));
    }

    @Command(description = "End a rollout and return to the stable version.")
    int abort(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "ROLLOUT") String rollout,
            @Option(names = "--reason", defaultValue = "") String reason) {
        return act(cluster, cluster.client("operator"), rollout, "abort", Json.object().put("reason", reason));
    }

    private static int act(ClusterOptions cluster, ApiClient client, String rollout, String verb, JsonNode body) {
        String path = "/v1/rollouts/" + rollout;
        Answer now = client.need(Call.get(path));
        Call call = Call.post(path + "/" + verb, body).withKey(UUID.randomUUID().toString())
                .ifMatch(now.json().path("rollout").path("revision").asLong());
        return cluster.print(client.need(call), Views::rolloutHead);
    }
}
