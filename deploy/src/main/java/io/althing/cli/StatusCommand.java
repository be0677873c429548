package io.althing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.TextTable;
import io.althing.client.UserError;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code althing status}: each region as it sees itself. */
@Command(name = "status", description = "Show every region's node, leader, lag and what it serves. Exit code 0 if every region answers and has a leader.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() {
        ApiClient client = cluster.reader();
        ArrayNode nodes = Json.mapper().createArrayNode();
        boolean well = true;
        for (ApiClient.Place place : client.places()) {
            JsonNode status = ask(client.only(place.region()));
            nodes.addObject().put("region", place.region()).put("api", place.api().toString()).set("status", status);
            well &= status.hasNonNull("leader");
        }
        if (cluster.json()) {
            cluster.out().println(Json.pretty(nodes));
        } else {
            print(nodes);
            serving(client);
        }
        cluster.out().flush();
        return well ? ExitCode.OK : ExitCode.REFUSED;
    }

    private static JsonNode ask(ApiClient region) {
        try {
            return region.need(Call.get("/v1/cluster?consistency=local")).json();
        } catch (UserError e) {
            return Json.object().put("error", e.text().lines().findFirst().orElse(""));
        }
    }

    private void print(ArrayNode nodes) {
        TextTable table = new TextTable("REGION", "API", "NODE", "ROLE", "TERM", "APPLIED", "LOG", "AUDIT ENTRIES",
                "LEVEL");
        for (JsonNode node : nodes) {
            JsonNode s = node.path("status");
            table.row(Views.text(node, "region"), Views.text(node, "api"), Views.orDash(Views.text(s, "node")), role(s),
                    Views.orDash(Views.text(s, "term")), Views.orDash(Views.text(s, "appliedIndex")),
                    Views.orDash(Views.text(s, "lastIndex")), Views.orDash(Views.text(s, "auditSize")),
                    level(s));
        }
        table.print(cluster.out(), "no regions");
    }

    /** The cluster's feature level as the node has it, and what its build knows if that is more. */
    private static String level(JsonNode status) {
        String agreed = Views.orDash(Views.text(status, "featureLevel"));
        String build = Views.orDash(Views.text(status, "buildLevel"));
        return agreed.equals(build) ? agreed : agreed + " (build " + build + ")";
    }

    private static String role(JsonNode status) {
        if (status.has("error")) {
            return "down: " + Views.text(status, "error");
        }
        if (status.path("fenced").asBoolean()) {
            return "fenced";
        }
        if (status.path("leads").asBoolean()) {
            return "leader";
        }
        return status.hasNonNull("leader") ? "follower" : "no leader";
    }

    private void serving(ApiClient client) {
        Answer regions = client.send(Call.get("/v1/regions?consistency=local"));
        if (regions.ok()) {
            cluster.out().println();
            Views.regions(regions.json(), cluster.out());
        }
    }
}
