package io.althing.serving;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's HTTP face on one event loop; several share a port. */
final class GatewayServer extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int IDLE_SECONDS = 120;
    /** Vert.x gives all instances of one deployment the same free port for the same negative number. */
    private static final int SHARED_FREE_PORT = -1;

    /** What the event loops share. */
    static final class Shared {
        final GatewaySettings settings;
        final GatewayParts parts;
        final Hosting hosting;
        final Map<String, ModelRoute> routes;
        final Gateway gateway;
        final int wantedPort;
        final TelemetryPage telemetry;
        private volatile int port;

        Shared(GatewaySettings settings, GatewayParts parts, Hosting hosting, Map<String, ModelRoute> routes,
                Gateway gateway) {
            this.settings = settings;
            this.parts = parts;
            this.hosting = hosting;
            this.routes = routes;
            this.gateway = gateway;
            this.telemetry = new TelemetryPage(parts.observer());
            this.wantedPort = settings.address().port() == 0 ? SHARED_FREE_PORT : settings.address().port();
        }

        /** The port once the first event loop listens. */
        int port() {
            return port;
        }
    }

    private final Shared shared;
    private final ModelPages pages;
    private final FeedbackPage feedback;
    private Optional<HttpServer> server = Optional.empty();

    GatewayServer(Shared shared) {
        this.shared = shared;
        this.pages = new ModelPages(shared.hosting, shared.routes);
        this.feedback = new FeedbackPage(shared.parts.feedback());
    }

    @Override
    public Future<?> start() {
        HttpServer http = vertx
                .createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS).setReuseAddress(true)
                        .setHandle100ContinueAutomatically(true))
                .requestHandler(this::handle);
        server = Optional.of(http);
        return http.listen(shared.wantedPort, shared.settings.address().host())
                .onSuccess(listening -> shared.port = listening.actualPort());
    }

    @Override
    public Future<?> stop() {
        return server
                .map(http -> http.shutdown(shared.settings.patience().deadline().toMillis(), TimeUnit.MILLISECONDS))
                .orElseGet(Future::succeededFuture);
    }

    private void handle(HttpServerRequest request) {
        request.exceptionHandler(gone -> LOG.debug("a caller went away before its request was whole", gone));
        String path = request.path();
        if (path == null) {
            Reply.error(request, 400, "the request has no path");
            return;
        }
        Optional<OipPath> model = OipPath.parse(path);
        if (model.isPresent() && model.get().verb() == OipPath.Verb.INFER) {
            whenPost(request, body -> new InferCall(shared, context, request, model.get()).start(body));
        } else if (model.isPresent()) {
            whenGet(request, () -> pages.model(request, model.get()));
        } else {
            other(request, path);
        }
    }

    private void other(HttpServerRequest request, String path) {
        switch (path) {
            case "/v2", "/v2/" -> whenGet(request, () -> pages.server(request));
            case "/v2/health/live" -> whenGet(request, () -> pages.live(request));
            case "/v2/health/ready" -> whenGet(request, () -> pages.ready(request));
            case "/feedback", "/v1/feedback" -> whenPost(request, body -> feedback.answer(request, body));
            case "/v1/telemetry" -> whenPost(request, body -> shared.telemetry.answer(request, body));
            case "/metrics" -> whenGet(request, () -> metrics(request));
            default -> whenGet(request, () -> page(request, path));
        }
    }

    private void page(HttpServerRequest request, String path) {
        shared.gateway.page(path).ifPresentOrElse(json -> Reply.json(request, 200, Buffer.buffer(json)), () -> Reply
                .error(request, 404, "there is nothing at this path; models are under /v2/models"));
    }

    private void metrics(HttpServerRequest request) {
        if (shared.parts.metrics().isEmpty()) {
            Reply.error(request, 404, "this gateway has no metrics");
            return;
        }
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, TEXT).end(shared.parts.metrics().get().get());
    }

    private void whenGet(HttpServerRequest request, Runnable answer) {
        if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
            answer.run();
        } else {
            Reply.error(request, 405, "use GET here");
        }
    }

    private void whenPost(HttpServerRequest request, Consumer<byte[]> answer) {
        if (!request.method().equals(HttpMethod.POST)) {
            Reply.error(request, 405, "use POST here");
            return;
        }
        int limit = shared.settings.limits().bodyBytes();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 10 || Long.parseLong(length) > limit)) {
            tooLong(request, limit);
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= limit) {
                body.appendBuffer(chunk);
            } else if (!request.response().headWritten()) {
                tooLong(request, limit);
            }
        });
        request.endHandler(end -> {
            if (!request.response().headWritten()) {
                answer.accept(body.getBytes());
            }
        });
    }

    private static void tooLong(HttpServerRequest request, int limit) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        Reply.error(request, 413, "the body is longer than " + limit + " bytes");
    }
}
