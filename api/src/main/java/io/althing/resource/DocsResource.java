package io.althing.resource;

import io.althing.http.Answer;
import io.althing.http.Contract;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;

/** The OpenAPI document, and the same as a page for people. */
final class DocsResource implements Resource {
    private final Answer document = Answer.bytes("application/yaml", Contract.text().getBytes(StandardCharsets.UTF_8));
    private final Answer page = Answer.bytes("text/html; charset=utf-8",
            new DocsPage(Contract.tree()).html().getBytes(StandardCharsets.UTF_8));

    @Override
    public void bind(Routes routes) {
        routes.plain(HttpMethod.GET, "/openapi.yaml", call -> Future.succeededFuture(document));
        routes.plain(HttpMethod.GET, "/docs", call -> Future.succeededFuture(page));
    }
}
