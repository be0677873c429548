package io.althing.resource;

import io.althing.http.Answer;
import io.althing.http.Problems;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.registry.Sha256;
import io.althing.registry.Table;
import io.vertx.core.http.HttpMethod;

/** The bulky parts of commands, such as policy files, by digest. */
final class BlobResource implements Resource {
    @Override
    public void bind(Routes routes) {
        routes.plain(HttpMethod.GET, "/v1/blobs/:sha256", call -> {
            Sha256 digest = call.path("sha256", Sha256::new);
            return call.read(state -> state.get(Table.BLOBS, digest.value()))
                    .map(read -> call.fresh(read, Answer.bytes("application/octet-stream", read.value()
                            .orElseThrow(() -> Problems.notFound("blob", digest.value()).asException()).bytes())));
        });
    }
}
