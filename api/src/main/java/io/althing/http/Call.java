package io.althing.http;

import io.althing.audit.Json;
import io.althing.registry.Actor;
import io.althing.registry.Command;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.RegistryState;
import io.althing.store.Consistency;
import io.althing.store.Read;
import io.althing.store.Receipt;
import io.althing.store.StoreFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** One request on its way through a resource: what was sent, by whom, and the registry on that caller's behalf. One event loop. */
public final class Call {
    private final RoutingContext context;
    private final ApiContext api;
    private final Meters meters;
    private final Actor actor;
    private final Buffer body;
    private final Conditions conditions;

    /** What every call of a server shares. */
    record Serving(ApiContext api, Meters meters) {}

    Call(RoutingContext context, Serving serving, Actor actor, Buffer body) {
        this.context = context;
        this.api = serving.api();
        this.meters = serving.meters();
        this.actor = actor;
        this.body = body;
        this.conditions = new Conditions(context.request(), api);
    }

    /** Who asks. */
    public Actor actor() {
        return actor;
    }

    /** A segment of the path. */
    public String path(String name) {
        return context.pathParam(name);
    }

    /** A segment of the path as what it stands for. */
    public <T> T path(String name, Function<String, T> parser) {
        return Problems.parse(name, path(name), parser);
    }

    /** A query parameter. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(context.request().getParam(name));
    }

    /** A query parameter as what it stands for. */
    public <T> Optional<T> query(String name, Function<String, T> parser) {
        return query(name).map(text -> Problems.parse(name, text, parser));
    }

    /** A header of the request. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(context.request().getHeader(name));
    }

    /** The path of the request as it was sent. */
    public String uriPath() {
        return context.request().path();
    }

    /** The body as it was sent. */
    public byte[] bytes() {
        return body.getBytes();
    }

    /** The body's object; empty if there is no body. */
    public Json.JObject json() {
        return Bodies.object(body);
    }

    /**
     * The command in the body.
     *
     * @param fromPath components that stand in the path, by name; the body must not repeat them
     * @param defaults what components have that the caller left out
     */
    public <T extends Command> T command(Class<T> type, Map<String, String> fromPath, Map<String, Json> defaults) {
        return api.wire().command(type, json(), fromPath, defaults);
    }

    /** How records travel. */
    public Wire wire() {
        return api.wire();
    }

    /** The request's identity: the caller's {@code Idempotency-Key}, or one made here for this request alone. */
    public String requestId() {
        return conditions.requestId();
    }

    /** How long the answer may take from now on. */
    public Duration left() {
        return conditions.left();
    }

    /** Fails with 401 or 403 unless the caller has one of the roles. */
    public void require(String who, Actor.Role... roles) {
        for (Actor.Role role : roles) {
            if (actor.has(role)) {
                return;
            }
        }
        throw Problems.notPermitted(actor, who).asException();
    }

    /** Runs a query at the consistency asked for. */
    public <T> Future<Read<T>> read(Function<RegistryState, T> query) {
        return here(api.store().read(conditions.consistency(), query));
    }

    /** Asks for a change under this request's identity; fails with a problem if the registry refuses. */
    public Future<Receipt> propose(Command command) {
        return propose(command, requestId());
    }

    /** Asks for a change under another identity. */
    public Future<Receipt> propose(Command command, String id) {
        if (actor.kind() == Actor.Kind.ANONYMOUS) {
            throw Problems.anonymous().asException();
        }
        Proposal proposal = new Proposal(id, actor, api.node(), conditions.expectedRevision(), command);
        CompletionStage<Receipt> asked = meters.commit(() -> api.store().propose(proposal, left()));
        return here(asked).recover(failure -> Future.failedFuture(known(failure, id))).map(this::accepted);
    }

    private static Throwable known(Throwable failure, String id) {
        Throwable cause = Failures.cause(failure);
        return cause instanceof StoreFailure store ? Problems.of(store, id).asException() : cause;
    }

    private Receipt accepted(Receipt receipt) {
        return switch (receipt.outcome()) {
            case Outcome.Accepted accepted -> receipt;
            case Outcome.Rejected rejected -> throw Problems.of(rejected.rejection(), actor).asException();
        };
    }

    /** Reads what a change led to, as soon as this node has applied it. */
    public <T> Future<Read<T>> readBack(Receipt receipt, Function<RegistryState, T> query) {
        Future<Read<T>> asked = here(api.store().read(new Consistency.AtLeast(receipt.index(), left()), query));
        return asked.recover(failure -> Future.failedFuture(Failures.cause(failure) instanceof StoreFailure
                ? Problem.of("outcome-unknown", 504, "the change took effect at index " + receipt.index()
                        + ", but this node could not read it back in time: ask again with the same Idempotency-Key")
                        .with("idempotencyKey", requestId()).asException()
                : failure));
    }

    /** A read's answer with what it says of its freshness. */
    public Answer answer(Read<?> read, Json body) {
        return fresh(read, Answer.ok(body));
    }

    /** Marks an answer with the freshness of the read it is based on. */
    public Answer fresh(Read<?> read, Answer answer) {
        Answer marked = answer.with("Althing-Index", Long.toString(read.index()));
        return conditions.local()
                ? marked.with("Althing-Staleness-Ms", Long.toString(read.age().toMillis()))
                : marked;
    }

    /** Marks an answer with the change it tells of. */
    public static Answer written(Receipt receipt, Answer answer) {
        Answer marked = answer.with("Althing-Index", Long.toString(receipt.index()));
        return receipt.auditIndex().map(at -> marked.with("Althing-Audit-Index", Long.toString(at))).orElse(marked);
    }

    /** Brings a result of other threads back to this request's event loop. */
    public <T> Future<T> here(CompletionStage<T> stage) {
        Context loop = context.vertx().getOrCreateContext();
        return Future.fromCompletionStage(stage, loop);
    }

    /** Runs something that blocks where blocking is allowed. */
    public <T> Future<T> aside(Callable<T> work) {
        return context.vertx().executeBlocking(work, false);
    }
}
