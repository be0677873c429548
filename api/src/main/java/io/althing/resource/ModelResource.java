package io.althing.resource;

import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.Call;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.http.Wire;
import io.althing.registry.Command;
import io.althing.registry.Event;
import io.althing.registry.Model;
import io.althing.registry.ModelName;
import io.althing.registry.Outcome;
import io.althing.registry.ServingTarget;
import io.althing.registry.Table;
import io.althing.store.Receipt;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Models, what regions serve of them, and the big red button. */
final class ModelResource implements Resource {
    @Override
    public void bind(Routes routes) {
        routes.operation("listModels", call -> Pages.of(call, Table.MODELS, ""));
        routes.operation("createModel", this::create);
        routes.operation("getModel", call -> row(call.path("model", ModelName::new)).get(call));
        routes.operation("listServing", this::serving);
        routes.operation("listHistory",
                call -> Pages.of(call, Table.SERVED, call.path("model", ModelName::new) + "/"));
        routes.operation("rollbackModel", this::rollback);
    }

    private static Row<Model> row(ModelName name) {
        return Row.of("model", Table.MODELS, name.value(), Model::revision);
    }

    private Future<Answer> create(Call call) {
        var command = call.command(Command.CreateModel.class, Map.of(),
                Map.of("description", Json.string(""), "owner", Json.string(call.actor().id())));
        return call.propose(command).compose(receipt -> row(command.model()).after(call, receipt, 201));
    }

    private Future<Answer> serving(Call call) {
        String prefix = call.path("model", ModelName::new) + "/";
        return Pages.of(call, Table.TARGETS, prefix, target -> true, ModelResource::target);
    }

    /** A target with whether its region has confirmed it. */
    static Json target(Wire wire, ServingTarget target) {
        return Wire.with(wire.json(target), "confirmed", Json.bool(target.confirmed()));
    }

    private Future<Answer> rollback(Call call) {
        var command = call.command(Command.RollbackModel.class, Map.of("model", call.path("model")),
                Map.of("regions", Json.array(List.of())));
        return call.propose(command).map(receipt -> Call.written(receipt, Answer.ok(rolledBack(receipt))));
    }

    private static Json rolledBack(Receipt receipt) {
        List<? extends Json> regions = receipt.outcome() instanceof Outcome.Accepted accepted
                ? accepted.events().stream().filter(Event.ModelRolledBack.class::isInstance)
                        .map(Event.ModelRolledBack.class::cast).flatMap(e -> e.regions().stream())
                        .map(region -> Json.string(region.value())).toList()
                : List.of();
        Map<String, Json> fields = new TreeMap<>();
        fields.put("regions", Json.array(regions));
        fields.put("index", Json.number(receipt.index()));
        receipt.auditIndex().ifPresent(at -> fields.put("auditIndex", Json.number(at)));
        return Json.object(fields);
    }
}
