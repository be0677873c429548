package io.althing.agent;

import io.althing.registry.ModelName;
import io.althing.serving.CanaryShare;
import io.althing.serving.InForce;
import io.althing.serving.RouteTarget;
import io.althing.serving.RouterCapabilities;
import io.althing.serving.RouterUnavailableException;
import io.althing.serving.TrafficRouter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A router that keeps the contract in memory: forward only at or above the highest index seen, safer always. */
final class FakeRouter implements TrafficRouter {
    private final Map<ModelName, InForce> routes = new HashMap<>();
    private final List<InForce> history = new ArrayList<>();
    private boolean broken;

    void breaks(boolean now) {
        broken = now;
    }

    /** Everything that was ever in force, in order. */
    List<InForce> history() {
        return List.copyOf(history);
    }

    @Override
    public InForce apply(RouteTarget target) {
        if (broken) {
            throw new RouterUnavailableException("the router is broken by the test");
        }
        InForce now = inForce(target.model());
        long highest = Math.max(now.index(), target.index());
        boolean safer = target.stable().equals(now.stable()) && target.canary().map(share -> now.canary()
                .filter(running -> running.rollout().equals(share.rollout())
                        && running.weightBasisPoints() >= share.weightBasisPoints())
                .isPresent()).orElse(true);
        InForce result = target.index() >= now.index() || safer
                ? new InForce(target.model(), highest, target.stable(), target.canary(), Optional.empty())
                : new InForce(target.model(), highest, now.stable(), now.canary(), Optional.of("too old"));
        routes.put(target.model(), result);
        history.add(result);
        return result;
    }

    @Override
    public InForce inForce(ModelName model) {
        return routes.getOrDefault(model, new InForce(model, -1, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    int weight(ModelName model) {
        return inForce(model).canary().map(CanaryShare::weightBasisPoints).orElse(0);
    }

    @Override
    public RouterCapabilities capabilities() {
        return new RouterCapabilities("fake", 1, RouterCapabilities.Stickiness.BY_UNIT,
                RouterCapabilities.Observation.EXTERNAL);
    }

    @Override
    public void close() {
        // nothing to close
    }
}
