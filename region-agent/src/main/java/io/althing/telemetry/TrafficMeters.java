package io.althing.telemetry;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import io.althing.serving.Answered;
import io.althing.serving.ArmKey;
import io.althing.serving.InForce;
import io.althing.serving.TrafficObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The gateway's meters: {@code althing_gateway_requests_total}, {@code althing_gateway_errors_total} and
 * {@code althing_gateway_latency_seconds} by model, version and arm ({@code stable}, {@code canary}, {@code explicit});
 * {@code althing_gateway_overloaded_total} by model; {@code althing_traffic_weight}, the share of each version between 0 and 1.
 * Every request counts, testers' too. Rollouts are not a tag, so that the number of series stays small.
 */
public final class TrafficMeters implements TrafficObserver {
    private static final int FULL = 10_000;

    private final MeterRegistry meters;
    private final Map<ArmKey, ArmObserver> arms = new ConcurrentHashMap<>();
    private final Map<ModelName, Map<VersionId, AtomicInteger>> weights = new ConcurrentHashMap<>();

    /** Registers its meters as models and versions appear. */
    public TrafficMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public ArmObserver arm(ArmKey key) {
        return arms.computeIfAbsent(new ArmKey(key.model(), key.version(), Optional.empty(), key.arm()),
                this::meter);
    }

    private ArmObserver meter(ArmKey key) {
        Tags tags = Tags.of("model", key.model().value(), "version", key.version().value(), "arm", key.armWord());
        Counter requests = Counter.builder("althing.gateway.requests").tags(tags)
                .description("requests answered or failed").register(meters);
        Counter errors = Counter.builder("althing.gateway.errors").tags(tags)
                .description("requests the version failed, even if stable answered in its place").register(meters);
        Timer latency = Timer.builder("althing.gateway.latency").tags(tags)
                .description("from the whole request received to the answer ready").publishPercentileHistogram()
                .register(meters);
        return (Answered request) -> {
            requests.increment();
            if (request.failed()) {
                errors.increment();
            }
            latency.record(request.nanos(), TimeUnit.NANOSECONDS);
        };
    }

    @Override
    public void overloaded(ModelName model) {
        meters.counter("althing.gateway.overloaded", "model", model.value()).increment();
    }

    @Override
    public void routed(InForce inForce) {
        Map<VersionId, Integer> now = new HashMap<>();
        inForce.stable().ifPresent(stable -> now.merge(stable, FULL - inForce.canaryWeight(), Integer::sum));
        inForce.canary().ifPresent(share -> now.merge(share.version(), share.weightBasisPoints(), Integer::sum));
        Map<VersionId, AtomicInteger> known = weights.computeIfAbsent(inForce.model(),
                model -> new ConcurrentHashMap<>());
        now.keySet().forEach(version -> known.computeIfAbsent(version, added -> gauge(inForce.model(), added)));
        known.forEach((version, weight) -> weight.set(now.getOrDefault(version, 0)));
    }

    private AtomicInteger gauge(ModelName model, VersionId version) {
        AtomicInteger weight = new AtomicInteger();
        Gauge.builder("althing.traffic.weight", weight, basisPoints -> basisPoints.get() / (double) FULL)
                .tags("model", model.value(), "version", version.value())
                .description("share of the model's traffic meant for the version, 0 to 1").register(meters);
        return weight;
    }
}
