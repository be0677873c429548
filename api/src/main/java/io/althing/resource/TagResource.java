package io.althing.resource;

import io.althing.http.Answer;
import io.althing.http.Call;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.Table;
import io.althing.registry.Tag;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * Notes on models. The busiest of all resources: bound directly, and a write is answered from its receipt, without waiting until this
 * node has applied it.
 */
final class TagResource implements Resource {
    @Override
    public void bind(Routes routes) {
        routes.direct("getTag", call -> row(call).get(call));
        routes.direct("putTag", this::put);
        routes.direct("deleteTag", this::delete);
        routes.operation("listTags", call -> Pages.of(call, Table.TAGS, call.path("model", ModelName::new) + "/"));
    }

    private static Row<Tag> row(Call call) {
        String key = Table.key(call.path("model", ModelName::new), call.path("key"));
        return Row.of("tag", Table.TAGS, key, Tag::revision);
    }

    private Future<Answer> put(Call call) {
        var command = call.command(Command.SetTag.class, Map.of("model", call.path("model"), "key", call.path("key")),
                Map.of());
        return call.propose(command).map(receipt -> {
            var tag = new Tag(command.model(), command.key(), command.value(), receipt.index());
            return Call.written(receipt, Answer.ok(call.wire().json(tag)).revision(tag.revision()));
        });
    }

    private Future<Answer> delete(Call call) {
        var command = new Command.DeleteTag(call.path("model", ModelName::new), call.path("key"));
        return call.propose(command).map(receipt -> Call.written(receipt, gone()));
    }

    /** The answer to a deletion. */
    static Answer gone() {
        return new Answer(204, "", Buffer.buffer(), Map.of());
    }
}
