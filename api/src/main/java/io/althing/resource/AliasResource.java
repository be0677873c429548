package io.althing.resource;

import io.althing.http.Answer;
import io.althing.http.Call;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.registry.Alias;
import io.althing.registry.AliasName;
import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.Table;
import io.vertx.core.Future;
import java.util.Map;

/** Movable names of versions. */
final class AliasResource implements Resource {
    @Override
    public void bind(Routes routes) {
        routes.operation("listAliases",
                call -> Pages.of(call, Table.ALIASES, call.path("model", ModelName::new) + "/"));
        routes.operation("getAlias", call -> row(call).get(call));
        routes.operation("moveAlias", this::move);
        routes.operation("deleteAlias", this::delete);
    }

    private static Row<Alias> row(Call call) {
        String key = Table.key(call.path("model", ModelName::new), call.path("alias", AliasName::new));
        return Row.of("alias", Table.ALIASES, key, Alias::revision);
    }

    private Future<Answer> move(Call call) {
        var command = call.command(Command.MoveAlias.class,
                Map.of("model", call.path("model"), "alias", call.path("alias")), Map.of());
        return call.propose(command).compose(receipt -> row(call).after(call, receipt, 200));
    }

    private Future<Answer> delete(Call call) {
        var command = new Command.DeleteAlias(call.path("model", ModelName::new), call.path("alias", AliasName::new));
        return call.propose(command).map(receipt -> Call.written(receipt, TagResource.gone()));
    }
}
