package io.althing.http;

import io.althing.artifacts.ArtifactFailure;
import io.althing.registry.Actor;
import io.althing.security.Authenticator.Judgement;
import io.althing.store.StoreFailure;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The routes of one event loop. Operations of the OpenAPI document are bound by their id; the library checks each request against the
 * document on a worker thread before the operation sees it. That detour costs more than a tag write may, so {@link #direct} operations
 * skip it: they stand in the document, their answers are checked by the same test, and their bodies are read by the same strict reader.
 */
public final class Routes {
    private static final String ON_BEHALF_OF = "Althing-On-Behalf-Of";
    private static final Pattern PSEUDONYM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private static final int BEFORE_OTHERS = -1000;

    private final Call.Serving serving;
    private final ApiContext api;
    private final RouterBuilder builder;
    private final OpenAPIContract contract;
    private final List<Consumer<Router>> early = new ArrayList<>();

    Routes(Vertx vertx, OpenAPIContract contract, Call.Serving serving) {
        this.serving = serving;
        this.api = serving.api();
        this.contract = contract;
        this.builder = RouterBuilder.create(vertx, contract, RequestExtractor.withBodyHandler());
        builder.getRoutes().forEach(route -> route.setDoSecurity(false));
    }

    /** Binds an operation of the document. */
    public void operation(String id, Operation operation) {
        route(id).addHandler(context -> run(context, operation, body(context)));
    }

    /** Binds an operation of the document without the library's check. */
    public void direct(String id, Operation operation) {
        route(id).setDoValidation(false).addHandler(RoutingContext::next);
        var described = contract.operation(id);
        String path = described.getAbsoluteOpenAPIPath().replaceAll("\\{(.*?)}", ":$1");
        Handler<RoutingContext> handler = described.getRequestBody() == null
                ? context -> run(context, operation, Buffer.buffer())
                : context -> withBody(context, operation);
        HttpMethod method = described.getHttpMethod();
        early.add(router -> router.route(method, path).order(BEFORE_OTHERS + early.size()).handler(handler));
    }

    /** Binds an operation outside the document. The path may end in {@code *}. */
    public void plain(HttpMethod method, String path, Operation operation) {
        stream(method, path, context -> run(context, operation, Buffer.buffer()));
    }

    /** The same for a request whose body is taken as it is, up to so many bytes. */
    public void plain(HttpMethod method, String path, int maxBodyBytes, Operation operation) {
        stream(method, path, context -> Bodies.collect(context.request(), maxBodyBytes).onComplete(
                body -> run(context, operation, body), failure -> fail(context, failure)));
    }

    /** Binds a handler that reads or writes streams by itself, in the document or not. */
    public void stream(HttpMethod method, String path, Handler<RoutingContext> handler) {
        early.add(router -> router.route(method, path).order(BEFORE_OTHERS + early.size()).handler(handler));
    }

    /** Who sends the request; answers it with 401 and gives nothing if the token is not good. */
    public Optional<Actor> actor(RoutingContext context) {
        var header = Optional.ofNullable(context.request().getHeader("Authorization"));
        return switch (api.authenticator().judge(header)) {
            case Judgement.Known known -> onBehalf(context, known.actor());
            case Judgement.Refused refused -> {
                send(context, Problem.of("bad-token", 401, refused.detail()));
                yield Optional.empty();
            }
        };
    }

    /** The caller with the person it says it acts for: recorded with what it does, never a reason to permit it. */
    private Optional<Actor> onBehalf(RoutingContext context, Actor actor) {
        String person = context.request().getHeader(ON_BEHALF_OF);
        if (person == null || actor.kind() == Actor.Kind.ANONYMOUS) {
            return Optional.of(actor);
        }
        if (!PSEUDONYM.matcher(person).matches()) {
            send(context, Problems.invalidField(ON_BEHALF_OF,
                    "name a pseudonymous id of 1 to 128 letters, digits and . _ : - (no e-mail address: what enters the audit log cannot be erased)"));
            return Optional.empty();
        }
        return Optional.of(new Actor(actor.id(), actor.kind(), actor.region(), actor.roles(), actor.method(),
                Optional.of(person)));
    }

    /** Answers with whatever the failure means. */
    public void fail(RoutingContext context, Throwable failure) {
        Failures.log(context, failure);
        send(context, Failures.problem(failure));
    }

    /** Answers with a problem. */
    public void send(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(problem.status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
        response.putHeader("Althing-Region", api.region().value());
        switch (problem.status()) {
            case 401 -> response.putHeader("WWW-Authenticate", "Bearer");
            case 429, 503 -> response.putHeader("Retry-After", "1");
            default -> {
            }
        }
        response.end(Buffer.buffer(problem.toBytes()));
    }

    Router build(int bodyLimit) {
        List<String> unbound = builder.getRoutes().stream().filter(route -> route.getHandlers().isEmpty())
                .map(route -> route.getOperation().getOperationId()).sorted().toList();
        if (!unbound.isEmpty()) {
            throw new IllegalStateException("the OpenAPI document has operations that nothing implements: " + unbound);
        }
        builder.rootHandler(BodyHandler.create(false).setBodyLimit(bodyLimit));
        builder.rootHandler(this::requireReadable);
        Router router = builder.createRouter();
        router.route().order(2 * BEFORE_OTHERS).failureHandler(context -> send(context, Failures.problem(context)));
        early.forEach(route -> route.accept(router));
        for (int status : new int[]{404, 405}) {
            router.errorHandler(status, context -> send(context, Failures.unrouted(status, context.request())));
        }
        return router;
    }

    private OpenAPIRoute route(String id) {
        return Optional.ofNullable(builder.getRoute(id)).orElseThrow(
                () -> new IllegalArgumentException("the OpenAPI document has no operation '" + id + "'"));
    }

    /** Malformed JSON gets our own answer, with line and column, before the document's check sees it. */
    private void requireReadable(RoutingContext context) {
        Buffer body = body(context);
        if (body.length() > 0) {
            Bodies.object(body);
        }
        context.next();
    }

    private static Buffer body(RoutingContext context) {
        return Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
    }

    private void withBody(RoutingContext context, Operation operation) {
        String type = context.request().getHeader("Content-Type");
        if (type == null || !type.startsWith("application/json")) {
            send(context, Problems.notJson());
            return;
        }
        Bodies.collect(context.request(), api.settings().maxBodyBytes()).onComplete(
                body -> run(context, operation, body), failure -> fail(context, failure));
    }

    private void run(RoutingContext context, Operation operation, Buffer body) {
        Optional<Actor> actor = actor(context);
        if (actor.isEmpty()) {
            return;
        }
        Future<Answer> answer;
        try {
            answer = operation.answer(new Call(context, serving, actor.get(), body));
        } catch (ProblemException | StoreFailure | ArtifactFailure e) {
            fail(context, e);
            return;
        }
        answer.onComplete(done -> send(context, done), failure -> fail(context, failure));
    }

    private void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        if (!answer.mediaType().isEmpty()) {
            response.putHeader("Content-Type", answer.mediaType());
        }
        response.putHeader("Althing-Region", api.region().value());
        answer.headers().forEach(response::putHeader);
        response.end(answer.body());
    }
}
