package io.althing.resource;

import io.althing.artifacts.ArtifactStore;
import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.ApiContext;
import io.althing.http.ProblemException;
import io.althing.http.Problems;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.registry.Actor;
import io.althing.registry.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The bytes of artifacts, streamed both ways. */
final class ArtifactResource implements Resource {
    private static final String PATH = "/v1/artifacts/:sha256";

    private final ApiContext api;
    private final ArtifactStore store;

    ArtifactResource(ApiContext api, ArtifactStore store) {
        this.api = api;
        this.store = store;
    }

    @Override
    public void bind(Routes routes) {
        routes.stream(HttpMethod.PUT, PATH, context -> guarded(routes, context, () -> put(routes, context)));
        routes.stream(HttpMethod.GET, PATH, context -> guarded(routes, context, () -> get(routes, context, true)));
        routes.stream(HttpMethod.HEAD, PATH, context -> guarded(routes, context, () -> get(routes, context, false)));
    }

    private static void guarded(Routes routes, RoutingContext context, Runnable work) {
        try {
            work.run();
        } catch (ProblemException e) {
            routes.fail(context, e);
        }
    }

    private static Sha256 digest(RoutingContext context) {
        return Problems.parse("sha256", context.pathParam("sha256"), Sha256::new);
    }

    private void put(Routes routes, RoutingContext context) {
        Optional<Actor> actor = routes.actor(context);
        if (actor.isEmpty()) {
            return;
        }
        if (!actor.get().has(Actor.Role.OPERATOR) && !actor.get().has(Actor.Role.ADMIN)) {
            throw Problems.notPermitted(actor.get(), "an operator").asException();
        }
        Sha256 digest = digest(context);
        context.request().pause();
        var intake = new Intake(context, store, digest);
        intake.run().onComplete(fresh -> done(context, digest, fresh ? 201 : 200), failure -> {
            routes.fail(context, failure);
            intake.discardRest();
        });
    }

    private void done(RoutingContext context, Sha256 digest, int status) {
        Answer answer = Answer.json(status, Json.object(Map.of("sha256", Json.string(digest.value()))));
        HttpServerResponse response = context.response().setStatusCode(status);
        response.putHeader("Content-Type", answer.mediaType()).putHeader("Althing-Region", api.region().value());
        response.putHeader("ETag", '"' + digest.value() + '"').end(answer.body());
    }

    private void get(Routes routes, RoutingContext context, boolean body) {
        if (routes.actor(context).isEmpty()) {
            return;
        }
        Sha256 digest = digest(context);
        context.vertx()
                .executeBlocking(() -> store.find(digest).map(path -> new Found(path, path.toFile().length())), false)
                .onComplete(found -> found.ifPresentOrElse(file -> send(routes, context, file, body),
                        () -> routes.send(context, Problems.notFound("artifact on this node", digest.value()))),
                        failure -> routes.fail(context, failure));
    }

    private record Found(Path path, long size) {}

    private void send(Routes routes, RoutingContext context, Found file, boolean body) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Type", "application/octet-stream").putHeader("Accept-Ranges", "bytes");
        response.putHeader("Cache-Control", "public, max-age=31536000, immutable");
        response.putHeader("ETag", '"' + digest(context).value() + '"');
        response.putHeader("Althing-Region", api.region().value());
        Optional<ByteRange> range = ByteRange.of(context.request().getHeader("Range"), file.size());
        long length = range.map(ByteRange::length).orElse(file.size());
        range.ifPresent(r -> response.setStatusCode(206).putHeader("Content-Range", r.header(file.size())));
        response.putHeader("Content-Length", Long.toString(length));
        if (!body || length == 0) {
            response.end(Buffer.buffer());
            return;
        }
        response.sendFile(file.path().toString(), range.map(ByteRange::first).orElse(0L), length)
                .onFailure(failure -> routes.fail(context, failure));
    }
}
