package io.althing.cli;

import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Endpoints;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code althing region …}. */
@Command(name = "region", mixinStandardHelpOptions = true, description = "Look at regions; cut one off and heal it (on a cluster started by `althing up`).")
final class RegionCommands {
    @Command(description = "List the regions and what each serves.")
    int list(@Mixin ClusterOptions cluster) {
        return cluster.print(cluster.reader().need(Call.get("/v1/regions?consistency=local")), Views::regions);
    }

    @Command(description = "Cut a region off: its links to the others are reset and refused. It goes on serving.")
    int cut(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "REGION") String region) {
        return relay(cluster, region, "cut");
    }

    @Command(description = "Let a cut region talk to the others again.")
    int heal(@Mixin ClusterOptions cluster, @Parameters(paramLabel = "REGION") String region) {
        return relay(cluster, region, "heal");
    }

    private static int relay(ClusterOptions cluster, String region, String verb) {
        Endpoints endpoints = cluster.endpoints();
        endpoints.region(region);
        URI control = endpoints.control().orElseThrow(() -> UserError
                .usage("this cluster has no relays to " + verb + " with; only `althing up` starts them"));
        ApiClient launcher = new ApiClient(List.of(new ApiClient.Place("launcher", control)), Optional.empty());
        Answer answer = launcher.need(Call.post("/links/" + region + "/" + verb, Json.object()));
        return cluster.print(answer,
                (json, out) -> out.println(region + (verb.equals("cut") ? " is cut off" : " is healed")));
    }
}
