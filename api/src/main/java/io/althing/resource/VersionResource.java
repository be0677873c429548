package io.althing.resource;

import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.Call;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.ModelVersion;
import io.althing.registry.Table;
import io.althing.registry.VersionId;
import io.vertx.core.Future;
import java.util.Map;

/** Versions of models. */
final class VersionResource implements Resource {
    @Override
    public void bind(Routes routes) {
        routes.operation("listVersions",
                call -> Pages.of(call, Table.VERSIONS, call.path("model", ModelName::new) + "/"));
        routes.operation("registerVersion", this::register);
        routes.operation("getVersion",
                call -> row(call.path("model", ModelName::new), call.path("version", VersionId::new)).get(call));
        routes.operation("confirmArtifacts", this::confirm);
    }

    private static Row<ModelVersion> row(ModelName model, VersionId version) {
        return Row.of("version", Table.VERSIONS, Table.key(model, version), ModelVersion::revision);
    }

    private Future<Answer> register(Call call) {
        Json nothing = Json.object(Map.of());
        var command = call.command(Command.RegisterVersion.class, Map.of("model", call.path("model")),
                Map.of("description", Json.string(""), "lineage", nothing, "metrics", nothing));
        return call.propose(command)
                .compose(receipt -> row(command.model(), command.version()).after(call, receipt, 201));
    }

    private Future<Answer> confirm(Call call) {
        var command = call.command(Command.ConfirmArtifacts.class,
                Map.of("model", call.path("model"), "version", call.path("version")), Map.of());
        return call.propose(command)
                .compose(receipt -> row(command.model(), command.version()).after(call, receipt, 200));
    }
}
