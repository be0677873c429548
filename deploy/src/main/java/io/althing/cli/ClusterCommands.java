package io.althing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.Answer;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.TextTable;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code althing cluster …}: the registry's members. */
@Command(name = "cluster", mixinStandardHelpOptions = true, description = "Form a cluster and change its members.", subcommands = {
        ClusterInitCommand.class, ClusterTrustCommand.class})
final class ClusterCommands {
    @Command(description = "Show the members as a region sees them.")
    int status(@Mixin ClusterOptions cluster) {
        return cluster.print(cluster.reader().need(Call.get("/v1/cluster?consistency=local")), (json, out) -> {
            out.println("node " + Views.text(json, "node") + ", leader " + Views.orDash(Views.text(json, "leader"))
                    + ", term " + Views.text(json, "term") + ", applied " + Views.text(json, "appliedIndex") + " of "
                    + Views.text(json, "lastIndex"));
            TextTable table = new TextTable("NODE", "PEER", "KIND");
            json.path("members").forEach(m -> table.row(Views.text(m, "node"), Views.text(m, "peer"),
                    m.path("voter").asBoolean() ? "voter" : "learner"));
            table.print(out, "no members");
        });
    }

    @Command(description = "Ask another voter to lead.")
    int transfer(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "NODE") String node) {
        return post(cluster, "/v1/cluster/transfer", Json.object().put("node", node));
    }

    @Command(name = "add-learner", description = "Add a started, empty node without a vote.")
    int addLearner(@Mixin ClusterOptions cluster, @Parameters(index = "0", paramLabel = "NODE") String node,
            @Parameters(index = "1", paramLabel = "PEER", description = "host:port it listens on for its peers") String peer,
            @Option(names = "--in", required = true, paramLabel = "REGION") String region) {
        return post(cluster, "/v1/cluster/learners",
                Json.object().put("node", node).put("region", region).put("peer", peer));
    }

    @Command(name = "make-voter", description = "Give a learner that has caught up a vote.")
    int makeVoter(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "NODE") String node) {
        return post(cluster, "/v1/cluster/voters", Json.object().put("node", node));
    }

    @Command(description = "Remove a member. Its name can never be used again.")
    int remove(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "NODE") String node) {
        Call call = Call.delete("/v1/cluster/members/" + node).withKey(UUID.randomUUID().toString());
        return done(cluster, cluster.client("admin").need(call));
    }

    @Command(description = "Take a snapshot on the region asked (--at).")
    int snapshot(@Mixin ClusterOptions cluster) {
        return post(cluster, "/v1/cluster/snapshot", Json.object());
    }

    private static int post(ClusterOptions cluster, String path, JsonNode body) {
        Call call = Call.post(path, body).withKey(UUID.randomUUID().toString());
        return done(cluster, cluster.client("admin").need(call));
    }

    private static int done(ClusterOptions cluster, Answer answer) {
        return cluster.print(answer, (json, out) -> out.println("done; leader "
                + Views.orDash(Views.text(json, "leader")) + ", term " + Views.orDash(Views.text(json, "term"))));
    }
}
