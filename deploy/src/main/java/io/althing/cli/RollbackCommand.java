package io.althing.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.client.Call;
import io.althing.client.Json;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code althing rollback}: the big red button. */
@Command(name = "rollback", description = "Take a model back at once, everywhere, without a vote; recorded with its reason.")
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(paramLabel = "MODEL")
    private String model = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT")
    private String reason = "";

    @Option(names = "--to", paramLabel = "VERSION", description = "default: the newest each region served that was never convicted")
    private Optional<String> to = Optional.empty();

    @Option(names = "--regions", split = ",", paramLabel = "REGION,…", description = "only these (default: every region)")
    private List<String> regions = List.of();

    @Override
    public Integer call() {
        ObjectNode body = Json.object().put("reason", reason);
        to.ifPresent(version -> body.put("to", version));
        regions.forEach(body.withArray("regions")::add);
        Call call = Call.post("/v1/models/" + model + "/rollback", body).withKey(UUID.randomUUID().toString());
        return cluster.print(cluster.client("operator").need(call),
                (json, out) -> out.println(model + " taken back in " + Views.join(json.path("regions"))
                        + "; audit entry " + Views.text(json, "auditIndex")));
    }
}
