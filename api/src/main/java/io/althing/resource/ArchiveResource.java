package io.althing.resource;

import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.Call;
import io.althing.http.Problem;
import io.althing.http.Problems;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.registry.Actor;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The oldest audit entries of this node, which a cold store may hold. */
final class ArchiveResource implements Resource {
    private static final int MOST = 4096;

    private final Archive archive;

    ArchiveResource(Archive archive) {
        this.archive = archive;
    }

    @Override
    public void bind(Routes routes) {
        routes.operation("getAuditArchive", call -> Future.succeededFuture(Answer.ok(Json.object(standing()))));
        routes.operation("moveToAuditArchive", this::move);
    }

    private Future<Answer> move(Call call) {
        call.require("an admin", Actor.Role.ADMIN);
        Archive.Store store = archive.standing().store()
                .orElseThrow(() -> Problem.of("not-now", 409,
                        "this node has no cold store: name a directory under audit.cold in its configuration and restart"
                                + " it")
                        .with("rule", "no-cold-store").asException());
        long keep = number(call, "keep", Long.MAX_VALUE).orElse(store.keep());
        int most = (int) number(call, "bundles", MOST).orElse(MOST);
        return call.aside(() -> moved(keep, most)).map(moved -> {
            Map<String, Json> fields = standing();
            fields.put("movedBundles", Json.number(moved));
            return Answer.ok(Json.object(fields));
        });
    }

    private int moved(long keep, int most) {
        try {
            return archive.move(keep, most);
        } catch (IOException e) {
            throw Problem.of("cold-store", 503, String.valueOf(e.getMessage())).asException();
        }
    }

    private static OptionalLong number(Call call, String name, long most) {
        if (!(call.json().fields().get(name) instanceof Json.JNumber number)) {
            return OptionalLong.empty();
        }
        if (number.value() < 0 || number.value() > most) {
            throw Problems.invalidField(name, "'" + name + "' must be 0 to " + most).asException();
        }
        return OptionalLong.of(number.value());
    }

    private Map<String, Json> standing() {
        Archive.Standing standing = archive.standing();
        Map<String, Json> fields = new TreeMap<>();
        fields.put("entries", Json.number(standing.entries()));
        fields.put("cold", Json.number(standing.cold()));
        standing.store().ifPresent(store -> {
            fields.put("place", Json.string(store.place()));
            fields.put("keep", Json.number(store.keep()));
        });
        return fields;
    }
}
