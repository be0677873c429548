package io.althing.resource;

import io.althing.http.Answer;
import io.althing.http.ApiContext;
import io.althing.http.Call;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.registry.RegistryState;
import io.althing.registry.ServingTarget;
import io.althing.registry.Table;
import io.althing.registry.VersionId;
import io.althing.store.Consistency;
import io.althing.store.Levels;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** {@code /metrics} for Prometheus. What stands in the registry is read afresh at each scrape, from this replica. */
final class MetricsResource implements Resource {
    private static final double FULL = 10_000;

    private final ApiContext api;
    private final AtomicInteger openBallots = new AtomicInteger();
    private final MultiGauge weights;

    MetricsResource(ApiContext api) {
        this.api = api;
        this.weights = MultiGauge.builder("althing.target.weight")
                .description("Share of traffic a version is meant to get, 0 to 1")
                .register(api.meters());
        Gauge.builder("althing.open.ballots", openBallots, AtomicInteger::get).description("Ballots that are open")
                .register(api.meters());
        level("althing.feature.level", "The cluster's feature level, as applied here", Levels::agreed);
        level("althing.build.level", "The newest feature level this node's build knows", Levels::ofBuild);
    }

    /** A gauge of one of this replica's feature levels. */
    private void level(String name, String description, ToIntFunction<Levels> which) {
        Gauge.builder(name, api.store(), store -> which.applyAsInt(store.status().levels())).description(description)
                .register(api.meters());
    }

    private record Weight(ServingTarget target, VersionId version, double share) {
        MultiGauge.Row<?> row() {
            return MultiGauge.Row.of(Tags.of("model", target.model().value(), "region", target.region().value(),
                    "version", version.value()), share);
        }
    }

    private record Figures(int openBallots, List<Weight> weights) {}

    @Override
    public void bind(Routes routes) {
        routes.plain(HttpMethod.GET, "/metrics", this::scrape);
    }

    private Future<Answer> scrape(Call call) {
        return call.here(api.store().read(new Consistency.Local(), MetricsResource::figures)).compose(read -> {
            openBallots.set(read.value().openBallots());
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            read.value().weights().forEach(weight -> rows.add(weight.row()));
            weights.register(rows, true);
            return call.aside(api.meters()::scrape);
        }).map(text -> Answer.bytes("text/plain; version=0.0.4; charset=utf-8", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Figures figures(RegistryState state) {
        List<Weight> weights = state.all(Table.TARGETS, "").stream().flatMap(MetricsResource::weights).toList();
        return new Figures(state.all(Table.OPEN_BALLOTS, "").size(), weights);
    }

    private static Stream<Weight> weights(ServingTarget target) {
        double canary = target.canary().map(c -> c.weightBasisPoints() / FULL).orElse(0.0);
        return Stream.concat(target.canary().map(c -> new Weight(target, c.version(), canary)).stream(),
                target.stable().map(stable -> new Weight(target, stable, 1 - canary)).stream());
    }
}
