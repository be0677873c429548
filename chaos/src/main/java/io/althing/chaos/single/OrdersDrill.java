package io.althing.chaos.single;

import io.althing.chaos.sim.promise.Breach;
import io.althing.chaos.sim.time.Dice;
import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import io.althing.serving.CanaryShare;
import io.althing.serving.FenceStore;
import io.althing.serving.Fenced;
import io.althing.serving.InForce;
import io.althing.serving.RouteTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two agents give orders to one router: each order late by a while, some twice, and the gateway restarts now and then. The drill keeps
 * its own account of the newest order that arrived; an older one may take a canary down, and nothing forward.
 */
public final class OrdersDrill {
    /** What is held of the fence. */
    public static final String PROMISE = "an-older-order-takes-nothing-forward";
    private static final ModelName MODEL = new ModelName("digits");
    private static final int ORDERS = 60;
    private static final int LATEST = 8;

    private final Dice dice;
    private final Map<ModelName, FenceStore.Fence> disk = new HashMap<>();
    private Fenced gateway;
    private long newest = -1;

    private OrdersDrill(Dice dice) {
        this.dice = dice;
        this.gateway = gateway();
    }

    /** The orders of a seed; the broken promise, if one was. */
    public static Optional<Breach> run(long seed) {
        return new OrdersDrill(new Dice(seed).of("orders")).run();
    }

    private Optional<Breach> run() {
        List<RouteTarget> arriving = arriving();
        for (int i = 0; i < arriving.size(); i++) {
            if (dice.chance(0.05)) {
                gateway = gateway();
            }
            RouteTarget order = arriving.get(i);
            InForce before = gateway.inForce(MODEL);
            InForce after = gateway.apply(order);
            if (order.index() < newest && forward(before, after)) {
                return Optional.of(new Breach(PROMISE, "after the order of index " + newest + " one of index "
                        + order.index() + " took " + before + " to " + after, i));
            }
            newest = Math.max(newest, order.index());
        }
        return Optional.empty();
    }

    private List<RouteTarget> arriving() {
        var byArrival = new ArrayList<Map.Entry<Integer, RouteTarget>>();
        for (int i = 0; i < ORDERS; i++) {
            RouteTarget order = order(i);
            byArrival.add(Map.entry(i + dice.below(LATEST), order));
            if (dice.chance(0.2)) {
                byArrival.add(Map.entry(i + dice.below(2 * LATEST), order));
            }
        }
        byArrival.sort(Map.Entry.comparingByKey());
        return byArrival.stream().map(Map.Entry::getValue).toList();
    }

    private RouteTarget order(int number) {
        var rollout = new RolloutId("01JAAAAAAAAAAAAAAAAAAAAAA" + number / 20);
        var stable = new VersionId("v" + number / 20);
        Optional<CanaryShare> canary = dice.chance(0.3)
                ? Optional.empty()
                : Optional.of(new CanaryShare(rollout, new VersionId("v" + (number / 20 + 1)),
                        (int) dice.between(1, 10_000), "salt"));
        return new RouteTarget(MODEL, 10L + number, Optional.of(stable), canary);
    }

    /** A gateway that starts serves nothing yet; going back to a stable version is no step forward for it. */
    private static boolean forward(InForce before, InForce after) {
        boolean stable = before.stable().isPresent() && !before.stable().equals(after.stable());
        boolean canary = after.canary().filter(share -> share.weightBasisPoints() > before.canary()
                .filter(was -> was.rollout().equals(share.rollout())).map(CanaryShare::weightBasisPoints).orElse(0))
                .isPresent();
        return stable || canary;
    }

    private Fenced gateway() {
        return new Fenced(new FenceStore() {
            @Override
            public List<Fence> all() {
                return List.copyOf(disk.values());
            }

            @Override
            public Optional<Fence> find(ModelName model) {
                return Optional.ofNullable(disk.get(model));
            }

            @Override
            public void remember(Fence fence) {
                disk.put(fence.model(), fence);
            }
        }, wanted -> wanted);
    }
}
