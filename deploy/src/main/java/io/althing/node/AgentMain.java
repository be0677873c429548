package io.althing.node;

import io.althing.agent.AgentClock;
import io.althing.agent.AgentMeters;
import io.althing.agent.AgentParts;
import io.althing.agent.AgentSettings;
import io.althing.agent.HttpRegistryLink;
import io.althing.agent.Journal;
import io.althing.agent.JournalDamagedException;
import io.althing.agent.Observations;
import io.althing.agent.PrometheusObservations;
import io.althing.agent.RegionAgent;
import io.althing.agent.Signer;
import io.althing.agent.StatusPage;
import io.althing.agent.VersionHost;
import io.althing.codec.RecordJson;
import io.althing.registry.Region;
import io.althing.serving.ArtifactCache;
import io.althing.serving.FileFenceStore;
import io.althing.serving.Gateway;
import io.althing.serving.GatewayParts;
import io.althing.serving.GatewaySettings;
import io.althing.serving.HttpRouter;
import io.althing.serving.ModelRuntime;
import io.althing.serving.OnnxRuntimeModels;
import io.althing.serving.TrafficRouter;
import io.althing.serving.UpstreamRuntime;
import io.althing.telemetry.FeedbackJoin;
import io.althing.telemetry.PrometheusSource;
import io.althing.telemetry.Telemetry;
import io.althing.telemetry.TrafficMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.BindException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent: a region's gateway, what it observes, and the loop that judges canaries and speaks for the region. Built from the inside
 * out; closed from the outside in.
 */
public final class AgentMain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentMain.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final FeedbackJoin.Settings LABELS = new FeedbackJoin.Settings(Duration.ofMinutes(1), 100_000);

    private final Stack stack = new Stack();

    private AgentMain(AgentConfig config) throws ConfigException, IOException, JournalDamagedException {
        var region = new Region(config.region());
        var json = new RecordJson();
        Path data = Files.createDirectories(config.data());
        Signer signer = signer(config.key());
        String token = token(config.token());
        Journal journal = stack.push(Journal.open(data.resolve("journal"),
                new Journal.Parts(region, UUID.randomUUID().toString(), json, Clock.systemUTC())));

        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var telemetry = new Telemetry(LABELS, System::nanoTime);
        Vertx vertx = Vertx.vertx();
        stack.push(() -> vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE.toMillis(),
                TimeUnit.MILLISECONDS));
        var gateway = stack.push(new Gateway(
                GatewaySettings.standard(region,
                        new GatewaySettings.Address(config.gateway().host(), config.gateway().port())),
                new GatewayParts(vertx, stack.push(runtime(config)),
                        FileFenceStore.open(data.resolve("fences")),
                        telemetry.and(new TrafficMeters(meters)), telemetry, GatewayParts.Chance.system(),
                        Optional.of(meters::scrape))));

        var cache = ArtifactCache.open(data.resolve("artifacts"), new RegionArtifacts(config.api()));
        var link = stack.push(new HttpRegistryLink(
                new HttpRegistryLink.Settings(config.api(), region, token, PATIENCE), json));
        Optional<TrafficRouter> router = router(config, data);
        router.ifPresent(stack::push);
        ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
        stack.push(background::shutdownNow);
        var agent = stack.push(new RegionAgent(AgentSettings.of(region, config.policy(), data.resolve("analyses")),
                new AgentParts(link, router.orElse(gateway),
                        router.isPresent() ? VersionHost.elsewhere() : VersionHost.gateway(gateway, cache),
                        observations(config, telemetry, background), journal, signer, json, AgentClock.system(),
                        background)));
        AgentMeters.register(meters, agent::status);
        gateway.page("/status", () -> agent.status().map(StatusPage::json).orElse("{}"));
        agent.start();
        gateway.start();
    }

    private static ModelRuntime runtime(AgentConfig config) {
        return config.upstream().<ModelRuntime>map(base -> new UpstreamRuntime(base, PATIENCE))
                .orElseGet(OnnxRuntimeModels::new);
    }

    private Observations observations(AgentConfig config, Telemetry telemetry, Executor background) {
        Observations own = Observations.of(telemetry, LABELS.capacity());
        if (config.prometheus().isEmpty()) {
            return own;
        }
        HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        stack.push(http::shutdownNow);
        PrometheusSource.Settings settings = config.prometheus().get().settings();
        LOG.info("canaries are judged by requests, errors and latencies that Prometheus at {} has", settings.server());
        return new PrometheusObservations(new PrometheusObservations.Parts(own,
                new PrometheusSource(settings, http, Clock.systemUTC()),
                config.router().isPresent()
                        ? Observations.Counting.REQUESTS
                        : Observations.Counting.REQUESTS_OF_KNOWN_UNITS,
                AgentClock.system(), background));
    }

    private static Optional<TrafficRouter> router(AgentConfig config, Path data) throws IOException {
        return config.router().isEmpty()
                ? Optional.empty()
                : Optional.of(new HttpRouter(config.router().get(), PATIENCE,
                        FileFenceStore.open(data.resolve("router-fences"))));
    }

    private static Signer signer(Path key) throws ConfigException {
        try {
            return Signer.read(key);
        } catch (IOException e) {
            throw new ConfigException("the region's key cannot be used: " + e.getMessage(), e);
        }
    }

    private static String token(Path file) throws ConfigException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ConfigException("the agent's token file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        stack.close();
    }

    /**
     * Runs an agent until the process is asked to stop.
     *
     * @return why it ended
     */
    public static ProcessExit run(AgentConfig config) {
        LOG.info("agent of {} starts on {}", config.region(), config.data());
        return Processes.run("agent of " + config.region(), onFatal -> new AgentMain(config), AgentMain::exitFor);
    }

    private static ProcessExit exitFor(Exception failure) {
        return switch (failure) {
            case ConfigException config -> ProcessExit.BAD_CONFIG;
            case JournalDamagedException journal -> ProcessExit.STATE_DAMAGED;
            case BindException bind -> ProcessExit.PORT_IN_USE;
            default -> ProcessExit.CRASHED;
        };
    }
}
