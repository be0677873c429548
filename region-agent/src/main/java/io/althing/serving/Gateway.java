package io.althing.serving;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import io.vertx.core.DeploymentOptions;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The region's own inference gateway: Open Inference Protocol, version 2, over HTTP, and a {@link TrafficRouter} over what it
 * serves. A version must be {@linkplain #install installed} before a target may name it. A request is never failed by a change of
 * traffic: it is answered by the versions its route named, which are freed only after their last request.
 *
 * <p>All methods may be called from any thread but an event loop; they block.
 */
public final class Gateway implements TrafficRouter {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long START_SECONDS = 10;

    private final GatewaySettings settings;
    private final GatewayParts parts;
    private final Hosting hosting;
    private final Fenced fenced;
    /** Held while traffic changes or a version is taken out of the table, never while one is loaded or waited for. */
    private final Object changes = new Object();
    private final Map<String, ModelRoute> routes = new ConcurrentHashMap<>();
    private final Map<String, Supplier<String>> pages = new ConcurrentHashMap<>();
    private volatile List<ArmOverride> overrides = List.of();
    private volatile Optional<String> deployment = Optional.empty();
    private volatile int port;

    /** A gateway that does not listen yet and serves nothing. */
    public Gateway(GatewaySettings settings, GatewayParts parts) {
        this.settings = settings;
        this.parts = parts;
        this.hosting = new Hosting(parts.runtime(), settings);
        this.fenced = new Fenced(parts.fences(), this::route);
    }

    /**
     * Starts to listen.
     *
     * @return the port
     * @throws BindException if the address cannot be used; the message names it
     * @throws IOException if it does not start in time
     */
    public int start() throws IOException {
        GatewaySettings.Address address = settings.address();
        GatewayServer.Shared shared = new GatewayServer.Shared(settings, parts, hosting, routes, this);
        try {
            deployment = Optional.of(parts.vertx()
                    .deployVerticle(() -> new GatewayServer(shared),
                            new DeploymentOptions().setInstances(settings.limits().eventLoops()))
                    .toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            var taken = new BindException("the gateway cannot listen on " + address.host() + ":" + address.port() + " ("
                    + (e.getCause() == null ? "no reason given" : e.getCause().getMessage())
                    + "); free the port or configure another");
            taken.initCause(e);
            throw taken;
        } catch (TimeoutException e) {
            throw new IOException("the gateway did not start within " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting the gateway", e);
        }
        port = shared.port();
        LOG.info("gateway of {} listens on {}:{}", settings.region(), address.host(), port);
        return port;
    }

    /**
     * Loads a version and asks it until it is warm; does nothing if it is loaded already.
     *
     * @throws ModelLoadException if it cannot be served
     */
    public void install(ModelName model, VersionId version, Path artifact) throws ModelLoadException {
        hosting.install(model, version, artifact);
    }

    /**
     * Frees a version after its last request.
     *
     * @return false, and nothing is done, if the model's traffic still names it
     */
    public boolean uninstall(ModelName model, VersionId version) {
        Optional<HostedVersion> removed;
        synchronized (changes) {
            InForce now = fenced.inForce(model);
            if (now.stable().equals(Optional.of(version))
                    || now.canary().filter(share -> share.version().equals(version)).isPresent()) {
                return false;
            }
            removed = hosting.remove(model, version);
        }
        removed.ifPresent(hosted -> hosted.close(settings.patience().deadline()));
        return true;
    }

    /** The loaded versions of a model, sorted by name. */
    public List<VersionId> installed(ModelName model) {
        return hosting.versions(model.value()).stream().map(HostedVersion::version).toList();
    }

    /** Places testers from now on; replaces the earlier list. */
    public void overrides(List<ArmOverride> testers) {
        overrides = List.copyOf(testers);
    }

    /**
     * Shows one more page on the gateway's port, from now on.
     *
     * @param path such as {@code /status}; the gateway's own pages go before it
     * @param json makes the page's JSON at each request; called on event loops, so it must be quick
     */
    public void page(String path, Supplier<String> json) {
        pages.put(path, json);
    }

    Optional<String> page(String path) {
        return Optional.ofNullable(pages.get(path)).map(Supplier::get);
    }

    List<ArmOverride> overrides() {
        return overrides;
    }

    @Override
    public InForce apply(RouteTarget target) {
        synchronized (changes) {
            return fenced.apply(target);
        }
    }

    @Override
    public InForce inForce(ModelName model) {
        return fenced.inForce(model);
    }

    @Override
    public RouterCapabilities capabilities() {
        return new RouterCapabilities("gateway", 1, RouterCapabilities.Stickiness.BY_UNIT,
                RouterCapabilities.Observation.BUILT_IN);
    }

    /** Stops listening, waits for running requests, and frees all versions. */
    @Override
    public void close() {
        deployment.ifPresent(id -> {
            try {
                parts.vertx().undeploy(id).toCompletionStage().toCompletableFuture().get(START_SECONDS,
                        TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("the gateway on port {} did not stop cleanly", port, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        deployment = Optional.empty();
        hosting.close();
    }

    /** Makes a state the traffic if its versions are loaded and fit each other; otherwise nothing but a lower weight. */
    private InForce route(InForce wanted) {
        InForce result = RouteBuilder.fault(wanted, hosting).map(why -> safest(wanted, why)).orElse(wanted);
        if (result.stable().isEmpty()) {
            routes.remove(wanted.model().value());
        } else {
            routes.put(wanted.model().value(), RouteBuilder.build(result, hosting, settings, parts));
        }
        parts.observer().routed(result);
        return result;
    }

    /** What is in force, with no more of the candidate than both it and the unreachable state want. */
    private InForce safest(InForce wanted, String why) {
        ModelRoute now = routes.get(wanted.model().value());
        if (now == null) {
            return InForce.nothing(wanted.model(), wanted.index()).kept(wanted.index(), why);
        }
        Optional<CanaryShare> canary = now.inForce().canary().map(share -> wanted.canary()
                .filter(other -> other.sameCandidateAs(share))
                .map(other -> share.at(Math.min(share.weightBasisPoints(), other.weightBasisPoints())))
                .orElse(share.at(0)));
        return new InForce(wanted.model(), wanted.index(), now.inForce().stable(), canary, Optional.of(why));
    }
}
