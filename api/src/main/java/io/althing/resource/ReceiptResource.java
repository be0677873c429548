package io.althing.resource;

import io.althing.checkpoint.CheckpointDesk;
import io.althing.http.Answer;
import io.althing.http.ApiContext;
import io.althing.http.Call;
import io.althing.http.Problem;
import io.althing.http.Problems;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** Receipts: a C2SP tlog-proof for each audit entry, to be checked without a network. */
final class ReceiptResource implements Resource {
    private final ApiContext api;
    private final CheckpointDesk checkpoints;

    ReceiptResource(ApiContext api, CheckpointDesk checkpoints) {
        this.api = api;
        this.checkpoints = checkpoints;
    }

    @Override
    public void bind(Routes routes) {
        routes.plain(HttpMethod.GET, "/audit/proof/:index", this::proof);
    }

    private Future<Answer> proof(Call call) {
        long index = call.path("index", ReceiptResource::index);
        return call.aside(() -> checkpoints.prove(index)).map(found -> found
                .map(proof -> Answer.bytes("text/plain; charset=utf-8", proof.bytes()).with("Cache-Control",
                        "no-cache"))
                .orElseThrow(() -> notYet(index).asException()));
    }

    private static long index(String text) {
        long index = Long.parseLong(text);
        if (index < 0) {
            throw new IllegalArgumentException("an audit index is not negative");
        }
        return index;
    }

    private Problem notYet(long index) {
        return index < api.store().audit().size()
                ? Problem.of("not-cosigned-yet", 503, "audit entry " + index
                        + " is in the log, but no checkpoint that covers it has enough cosignatures yet: ask again")
                : Problems.missing("audit entry " + index);
    }
}
