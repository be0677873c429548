package io.althing.agent;

import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import io.althing.serving.InForce;
import io.althing.telemetry.ArmWindow;
import io.althing.telemetry.ArmWindows;
import io.althing.telemetry.LabelCounts;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * Traffic by script: so many requests a second, divided as the router says, each version with its own accuracy, labels as late as the window allows. Fractions are carried
 * over, so that the same story gives the same counts.
 */
final class ScriptedTraffic implements Observations {
    private final FakeRouter router;
    private final LongSupplier nanos;
    private final double perSecond;
    private final Map<VersionId, Double> accuracy;
    private final Map<String, Double> carried = new HashMap<>();
    private final Map<String, Queue<Due>> labels = new HashMap<>();
    private long window;
    private long drainedAt;
    private long outsideAt;

    ScriptedTraffic(FakeRouter router, LongSupplier nanos, double perSecond, Map<VersionId, Double> accuracy) {
        this.router = router;
        this.nanos = nanos;
        this.perSecond = perSecond;
        this.accuracy = accuracy;
        this.drainedAt = nanos.getAsLong();
        this.outsideAt = nanos.getAsLong();
    }

    @Override
    public ArmWindows ofRollout(ModelName model, RolloutId rollout) {
        double requests = perSecond * (nanos.getAsLong() - drainedAt) / 1e9;
        drainedAt = nanos.getAsLong();
        InForce now = router.inForce(model);
        if (now.canary().filter(share -> share.rollout().equals(rollout)).isEmpty()) {
            return ArmWindows.EMPTY;
        }
        double share = now.canaryWeight() / 10_000.0;
        return new ArmWindows(window("stable", requests * (1 - share), now.stable().orElseThrow()),
                window("canary", requests * share, now.canary().orElseThrow().version()));
    }

    @Override
    public ArmWindow outsideRollouts(ModelName model) {
        double requests = perSecond * (nanos.getAsLong() - outsideAt) / 1e9;
        outsideAt = nanos.getAsLong();
        return router.inForce(model).stable().map(v -> window("outside", requests, v)).orElse(ArmWindow.EMPTY);
    }

    private ArmWindow window(String arm, double requests, VersionId version) {
        long n = whole(arm + " requests", requests);
        long wrong = Math.min(n, whole(arm + " wrong of " + version, n * (1 - accuracy.getOrDefault(version, 1.0))));
        labels.computeIfAbsent(arm, name -> new ArrayDeque<>()).add(new Due(nanos.getAsLong() + window, n, n - wrong));
        return new ArmWindow(n, 0, List.of(), due(arm));
    }

    private LabelCounts due(String arm) {
        Queue<Due> waiting = labels.computeIfAbsent(arm, name -> new ArrayDeque<>());
        long n = 0;
        long right = 0;
        while (!waiting.isEmpty() && waiting.element().at() <= nanos.getAsLong()) {
            n += waiting.element().n();
            right += waiting.remove().right();
        }
        return new LabelCounts(n, n, right);
    }

    /** Requests whose label window ends at a moment. */
    private record Due(long at, long n, long right) {}

    private long whole(String name, double amount) {
        double sum = carried.getOrDefault(name, 0.0) + amount;
        carried.put(name, sum - Math.floor(sum));
        return (long) Math.floor(sum);
    }

    @Override
    public void labelWindow(ModelName model, Duration age) {
        window = age.toNanos();
        drainedAt = nanos.getAsLong();
    }

    @Override
    public void newStep(ModelName model, RolloutId rollout) {
        // every scripted request is of a unit of its own
    }

    @Override
    public void forget(ModelName model, RolloutId rollout) {
        labels.remove("canary");
        labels.remove("stable");
    }
}
