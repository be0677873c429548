package io.althing.serving;

import io.althing.canary.Arm;
import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import io.althing.serving.HostedVersion.Admission;
import io.althing.serving.HostedVersion.Outcome;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One inference request from its body to its answer. Everything happens on the request's event loop, except that versions are asked
 * in their own threads; so nothing here needs a lock.
 */
final class InferCall {
    private static final Logger LOG = LoggerFactory.getLogger(InferCall.class);

    private final GatewayServer.Shared shared;
    private final Context context;
    private final HttpServerRequest request;
    private final OipPath path;
    private final RequestFacts facts;
    private final long receivedAt;
    private byte[] body = new byte[0];
    private Optional<ModelRoute> route = Optional.empty();
    private Optional<Placement> placement = Optional.empty();
    private Optional<String> fallback = Optional.empty();
    private boolean candidateRejected;
    private int attempts;
    private long timer;

    /** Where the request belongs. */
    private record Placement(Optional<Arm> arm, TrafficSplit.Cause cause, TrafficObserver.ArmObserver observer) {}

    InferCall(GatewayServer.Shared shared, Context context, HttpServerRequest request, OipPath path) {
        this.shared = shared;
        this.context = context;
        this.request = request;
        this.path = path;
        this.receivedAt = shared.parts.chance().nanoClock().getAsLong();
        this.facts = RequestFacts.of(request, shared.parts.chance().requestIds());
    }

    void start(byte[] received) {
        body = received;
        HttpServerResponse response = request.response();
        response.putHeader(Headers.REGION, shared.settings.region().value());
        response.putHeader(Headers.REQUEST_ID, facts.requestId());
        if (facts.fault().isPresent()) {
            Reply.error(request, 400, facts.fault().get());
        } else if (path.version().isPresent()) {
            askNamed(path.version().get());
        } else {
            route();
        }
    }

    private void askNamed(String version) {
        Optional<HostedVersion> hosted = shared.hosting.find(path.model(), version);
        if (hosted.isEmpty()) {
            Reply.error(request, 404, ModelPages.notServed(path));
            return;
        }
        ArmKey key = new ArmKey(new ModelName(path.model()), new VersionId(version), Optional.empty(),
                Optional.empty());
        placement = Optional.of(
                new Placement(Optional.empty(), TrafficSplit.Cause.OVERRIDE, shared.parts.observer().arm(key)));
        ask(hosted.get(), false);
    }

    private void route() {
        ModelRoute now = shared.routes.get(path.model());
        if (now == null) {
            Reply.error(request, 404, ModelPages.notServed(path));
            return;
        }
        route = Optional.of(now);
        TrafficSplit.Choice choice = now.split().choose(facts.unit(), override(shared.gateway.overrides()));
        ModelRoute.Side side = now.side(choice.arm());
        placement = Optional.of(new Placement(Optional.of(choice.arm()), choice.cause(), side.observer()));
        request.response().putHeader(Headers.ARM, ArmKey.word(choice.arm()));
        now.split().canary()
                .ifPresent(share -> request.response().putHeader(Headers.ROLLOUT, share.rollout().value()));
        if (choice.arm() == Arm.CANARY) {
            if (side.breaker().map(Breaker::allows).orElse(true)) {
                ask(side.hosted(), true);
            } else {
                askStable("ejected");
            }
        } else {
            ask(side.hosted(), false);
        }
    }

    private Optional<Arm> override(List<ArmOverride> testers) {
        for (ArmOverride tester : testers) {
            if (tester.value().equals(request.getHeader(tester.header()))) {
                return Optional.of(tester.arm());
            }
        }
        return Optional.empty();
    }

    private void ask(HostedVersion version, boolean candidate) {
        int mine = ++attempts;
        Admission admission = version.ask(body,
                outcome -> context.runOnContext(back -> outcome(mine, version, candidate, outcome)));
        switch (admission) {
            case TAKEN -> {
                long budget = candidate
                        ? shared.settings.patience().candidate().toNanos()
                        : shared.settings.patience().deadline().toNanos() - elapsed();
                timer = context.owner().setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(budget)),
                        fired -> timedOut(mine, candidate));
            }
            case FULL -> refused(candidate, "overloaded", "too many requests are waiting; try again");
            case CLOSED -> movedAway();
        }
    }

    /** The version was removed between the look at the route and the question: the route is another by now. */
    private void movedAway() {
        if (path.version().isPresent()) {
            Reply.error(request, 404, ModelPages.notServed(path));
        } else if (fallback.isPresent()) {
            askStable(fallback.get());
        } else {
            route();
        }
    }

    private void timedOut(int attempt, boolean candidate) {
        if (attempt == attempts) {
            if (candidate) {
                blame();
                askStable("timeout");
            } else {
                attempts++;
                fail(504, "no answer within " + shared.settings.patience().deadline().toMillis() + " ms");
            }
        }
    }

    private void refused(boolean candidate, String why, String message) {
        if (candidate) {
            blame();
            askStable(why);
        } else {
            shared.parts.observer().overloaded(new ModelName(path.model()));
            request.response().putHeader("retry-after", "1");
            fail(503, message);
        }
    }

    private void outcome(int attempt, HostedVersion version, boolean candidate, Outcome outcome) {
        if (attempt != attempts) {
            return;
        }
        context.owner().cancelTimer(timer);
        attempts++;
        switch (outcome) {
            case Outcome.Answer answer -> answered(version, candidate, answer);
            case Outcome.Malformed malformed -> Reply.error(request, 400, malformed.message());
            case Outcome.Rejected rejected when candidate -> {
                candidateRejected = true;
                askStable("failed");
            }
            case Outcome.Rejected rejected -> Reply.error(request, 400, rejected.message());
            case Outcome.Failed failed when candidate -> {
                blame();
                askStable("failed");
            }
            case Outcome.Failed failed -> fail(500, failed.message());
        }
    }

    private void askStable(String why) {
        fallback = Optional.of(why);
        ModelRoute now = shared.routes.get(path.model());
        if (now == null) {
            Reply.error(request, 404, ModelPages.notServed(path));
        } else {
            ask(now.stable().hosted(), false);
        }
    }

    private void blame() {
        route.flatMap(ModelRoute::canary).flatMap(ModelRoute.Side::breaker).ifPresent(breaker -> {
            if (breaker.failed()) {
                LOG.warn("the candidate of model {} failed again and again and is left alone for {}", path.model(),
                        shared.settings.breaker().coolDown());
            }
        });
    }

    private void answered(HostedVersion version, boolean candidate, Outcome.Answer answer) {
        if (candidate) {
            route.flatMap(ModelRoute::canary).flatMap(ModelRoute.Side::breaker).ifPresent(Breaker::succeeded);
        } else if (candidateRejected) {
            blame();
        }
        fallback.ifPresent(why -> request.response().putHeader(Headers.FALLBACK, why));
        observe(fallback.isPresent(), Optional.of(version.version()), answer.prediction(), answer.sight());
        Reply.json(request, 200, answer.body());
    }

    private void fail(int status, String message) {
        observe(true, Optional.empty(), Optional.empty(), Optional.empty());
        Reply.error(request, status, message);
    }

    private void observe(boolean failed, Optional<VersionId> servedBy, Optional<String> prediction,
            Optional<Measures.Sight> sight) {
        placement.ifPresent(place -> place.observer().answered(new Answered(facts.requestId(), facts.unit(),
                place.cause(), failed, elapsed(), servedBy, prediction, facts.sample(),
                new Measures(Map.of(), failed ? Optional.empty() : sight))));
    }

    private long elapsed() {
        return shared.parts.chance().nanoClock().getAsLong() - receivedAt;
    }
}
