package io.althing.resource;

import io.althing.audit.CanonicalJson;
import io.althing.audit.Json;
import io.althing.audit.MerkleTree;
import io.althing.http.Answer;
import io.althing.http.ApiContext;
import io.althing.http.Call;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The audit log's entries, to be read rather than proved. */
final class AuditResource implements Resource {
    private static final int USUAL = 100;
    private static final int MOST = 1000;
    private static final int MOST_BYTES = 4 << 20;

    private final ApiContext api;

    AuditResource(ApiContext api) {
        this.api = api;
    }

    @Override
    public void bind(Routes routes) {
        routes.operation("listAuditEntries", this::list);
    }

    private Future<Answer> list(Call call) {
        long from = call.query("from", text -> number(text, Long.MAX_VALUE)).orElse(0L);
        int limit = call.query("limit", text -> (int) number(text, MOST)).orElse(USUAL);
        return call.read(state -> true).compose(read -> call.aside(() -> api.store().audit().entries(from, limit))
                .map(entries -> call.answer(read, Pages.whole(items(from, entries)))));
    }

    private static long number(String text, long most) {
        long number = Long.parseLong(text);
        if (number < 0 || number > most) {
            throw new IllegalArgumentException("it must be a whole number from 0 to " + most);
        }
        return number;
    }

    private static List<Json> items(long from, List<byte[]> entries) {
        List<Json> items = new ArrayList<>();
        int bytes = 0;
        for (byte[] entry : entries) {
            bytes += entry.length;
            if (bytes > MOST_BYTES) {
                break;
            }
            items.add(Json.object(Map.of("auditIndex", Json.number(from + items.size()), "leafHash",
                    Json.string(MerkleTree.leafHash(entry).hex()), "entry", CanonicalJson.parse(entry), "bytes",
                    Json.string(Base64.getEncoder().encodeToString(entry)))));
        }
        return items;
    }
}
