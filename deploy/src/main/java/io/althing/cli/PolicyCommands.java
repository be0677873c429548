package io.althing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.TextTable;
import io.althing.policy.EffectivePolicy;
import io.althing.policy.PolicyFile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code althing policy …}. */
@Command(name = "policy", mixinStandardHelpOptions = true, description = "Check policy files and show what was proposed.")
final class PolicyCommands {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Command(mixinStandardHelpOptions = true, description = "Check policy files without a cluster; every fault is named with its line. Exit code 0 if there is none.")
    int validate(@Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files,
            @Option(names = "--effective", description = "print every value and where it comes from") boolean effective) {
        PrintWriter out = spec.commandLine().getOut();
        boolean good = true;
        for (Path file : files) {
            good &= check(file, effective, out);
        }
        out.flush();
        return good ? ExitCode.OK : ExitCode.REFUSED;
    }

    private static boolean check(Path file, boolean effective, PrintWriter out) {
        return switch (PolicyFile.read(file)) {
            case PolicyFile.Result.ForRegion region -> good(file, region.effective(), effective, out);
            case PolicyFile.Result.ForAll global -> good(file, global.effective(), effective, out);
            case PolicyFile.Result.Faulty faulty -> {
                out.println(faulty.text());
                yield false;
            }
        };
    }

    private static boolean good(Path file, EffectivePolicy policy, boolean effective, PrintWriter out) {
        out.println(file + ": good");
        if (effective) {
            out.println(policy.text());
        }
        return true;
    }

    @Command(description = "Show the policy files as proposed; or one region's, or `global`, as it was written.")
    int show(@Mixin ClusterOptions cluster,
            @Parameters(paramLabel = "REGION|global", arity = "0..1", defaultValue = "") String region,
            @Option(names = "--effective", description = "print every value and where it comes from") boolean effective) {
        ApiClient client = cluster.reader();
        if (region.isEmpty()) {
            return cluster.print(client.need(Call.get("/v1/policies")), PolicyCommands::list);
        }
        JsonNode proposed = client.need(Call.get("/v1/policies/" + region)).json();
        byte[] file = client.need(Call.get("/v1/blobs/" + Views.text(proposed, "digest"))).body();
        if (cluster.json()) {
            cluster.out().println(Json.pretty(proposed));
        } else {
            cluster.out().println(effective ? effective(region, file) : new String(file, StandardCharsets.UTF_8));
        }
        cluster.out().flush();
        return ExitCode.OK;
    }

    private static String effective(String region, byte[] file) {
        return switch (PolicyFile.read(region, file)) {
            case PolicyFile.Result.ForRegion read -> read.effective().text();
            case PolicyFile.Result.ForAll read -> read.effective().text();
            case PolicyFile.Result.Faulty faulty -> faulty.text();
        };
    }

    private static void list(JsonNode json, PrintWriter out) {
        TextTable table = new TextTable("OF", "OWNER", "STRATEGY", "STEPS", "FILE");
        for (JsonNode file : json.path("items")) {
            JsonNode policy = file.path("policy");
            boolean global = policy.has("waves");
            table.row(global ? "global" : Views.text(policy, "region"), Views.orDash(Views.text(policy, "owner")),
                    Views.orDash(Views.text(policy, "strategy")),
                    global ? "-" : Integer.toString(policy.path("steps").size()), Views.text(file, "digest"));
        }
        table.print(out, "nobody has proposed a policy file yet");
    }
}
