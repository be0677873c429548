package io.althing.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.openapi.contract.OpenAPIContract;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of one node. Several event loops answer on one port. Starting and closing block; call them on a thread of your own.
 */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    /** To Vert.x: any free port, the same one for all event loops. */
    private static final int ANY_BUT_THE_SAME = -1;
    private static final Duration REFRESH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final List<Resource> resources;
    private final AtomicInteger port = new AtomicInteger();

    private ApiServer(Vertx vertx, List<Resource> resources) {
        this.vertx = vertx;
        this.resources = List.copyOf(resources);
    }

    /**
     * Starts to serve the resources.
     *
     * @throws IllegalStateException if the address is taken, or the resources do not implement the document; the message says what to do
     */
    public static ApiServer start(ApiContext api, List<Resource> resources) {
        var meters = new Meters(api.meters());
        meters.watch(api.store());
        var server = new ApiServer(vertx(api), resources);
        try {
            server.listen(new Call.Serving(api, meters));
            LOG.info("The API of {} listens on {}:{}", api.node(), api.settings().host(), server.port());
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return port.get();
    }

    @Override
    public void close() {
        resources.forEach(Resource::close);
        try {
            await(vertx.close());
        } catch (IllegalStateException e) {
            LOG.warn("The API did not stop cleanly: {}", e.getMessage());
        }
    }

    private static Vertx vertx(ApiContext api) {
        var metrics = new MicrometerMetricsOptions().setEnabled(true)
                .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.HTTP_ROUTE))
                .addDisabledMetricsCategory(MetricsDomain.NAMED_POOLS)
                .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS);
        var options = new VertxOptions().setPreferNativeTransport(true)
                .setEventLoopPoolSize(api.settings().eventLoops()).setMetricsOptions(metrics);
        return Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(api.meters())).build();
    }

    private void listen(Call.Serving serving) {
        OpenAPIContract contract = await(Contract.load(vertx));
        await(vertx.deployVerticle(() -> new Loop(contract, serving, resources, port),
                new DeploymentOptions().setInstances(serving.api().settings().eventLoops())));
        vertx.setPeriodic(REFRESH.toMillis(), timer -> vertx.executeBlocking(() -> {
            serving.api().authenticator().refresh();
            return timer;
        }, false));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IllegalStateException(String.valueOf(cause == null ? e : cause.getMessage()), cause);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the API did not start or stop within " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the API started or stopped", e);
        }
    }

    /** One event loop's server. */
    private static final class Loop extends VerticleBase {
        private final OpenAPIContract contract;
        private final Call.Serving serving;
        private final List<Resource> resources;
        private final AtomicInteger port;

        Loop(OpenAPIContract contract, Call.Serving serving, List<Resource> resources, AtomicInteger port) {
            this.contract = contract;
            this.serving = serving;
            this.resources = resources;
            this.port = port;
        }

        @Override
        public Future<?> start() {
            var routes = new Routes(vertx, contract, serving);
            Settings settings = serving.api().settings();
            int wanted = settings.port();
            resources.forEach(resource -> resource.bind(routes));
            var options = new HttpServerOptions().setHost(settings.host())
                    .setPort(wanted == 0 ? ANY_BUT_THE_SAME : wanted)
                    .setTcpNoDelay(true).setHandle100ContinueAutomatically(true).setMaxFormAttributeSize(0);
            HttpServer server = vertx.createHttpServer(options)
                    .requestHandler(routes.build(settings.maxBodyBytes()));
            return server.listen().onSuccess(s -> port.set(s.actualPort())).recover(failure -> Future
                    .failedFuture(new IllegalStateException("cannot listen on " + settings.host() + ":" + wanted
                            + " (" + failure.getMessage() + "); choose another port or stop the process that has it",
                            failure)));
        }
    }
}
