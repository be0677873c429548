package io.althing.chaos.sim.part;

import io.althing.chaos.sim.promise.ServingCheck;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.serving.FenceStore;
import io.althing.serving.Fenced;
import io.althing.serving.InForce;
import io.althing.serving.RouteTarget;
import io.althing.serving.RouterCapabilities;
import io.althing.serving.RouterUnavailableException;
import io.althing.serving.TrafficRouter;

/** A gateway's routes behind the real fence, without its HTTP. It dies with its agent's process. */
final class SimRouter implements TrafficRouter {
    private final Region region;
    private final Life life;
    private final SimTraffic traffic;
    private final ServingCheck check;
    private final Fenced fenced;
    private boolean unavailable;

    SimRouter(Region region, Life life, FenceStore fences, SimTraffic traffic, ServingCheck check) {
        this.region = region;
        this.life = life;
        this.traffic = traffic;
        this.check = check;
        this.fenced = new Fenced(fences, this::route);
    }

    void unavailable(boolean now) {
        unavailable = now;
    }

    private InForce route(InForce wanted) {
        life.reach("route.before");
        InForce before = fenced.inForce(wanted.model());
        traffic.route(wanted);
        check.routed(region, before, wanted);
        life.reach("route.after");
        return wanted;
    }

    @Override
    public InForce apply(RouteTarget target) {
        life.require();
        if (unavailable) {
            throw new RouterUnavailableException("the router does not answer");
        }
        return fenced.apply(target);
    }

    @Override
    public InForce inForce(ModelName model) {
        life.require();
        return fenced.inForce(model);
    }

    @Override
    public RouterCapabilities capabilities() {
        return new RouterCapabilities("simulated", 1, RouterCapabilities.Stickiness.BY_UNIT,
                RouterCapabilities.Observation.BUILT_IN);
    }

    @Override
    public void close() {
        // ends with its process
    }
}
