package io.althing.cli;

import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code althing policy …}. */
@Command(name = "policy", mixinStandardHelpOptions = true, description = "Check policy files and show what is in force.")
final class PolicyCommands {
    @Command(description = "Show the policy files as the regions proposed them, or one region's in full.")
    int show(@Mixin ClusterOptions cluster,
            @Parameters(paramLabel = "REGION", arity = "0..1", defaultValue = "") String region) {
        if (region.isEmpty()) {
            return cluster.print(cluster.reader().need(Call.get("/v1/policies")), (json, out) -> {
                TextTable table = new TextTable("REGION", "OWNER", "STRATEGY", "STEPS", "FILE");
                json.path("items").forEach(f -> table.row(Views.text(f.path("policy"), "region"),
                        Views.text(f.path("policy"), "owner"), Views.text(f.path("policy"), "strategy"),
                        Integer.toString(f.path("policy").path("steps").size()), Views.text(f, "digest")));
                table.print(out, "no region has proposed a policy file yet");
            });
        }
        return cluster.print(cluster.reader().need(Call.get("/v1/policies/" + region)),
                (json, out) -> out.println(Json.pretty(json)));
    }
}
