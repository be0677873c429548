package io.althing.serving;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fence every router stands behind: rules on a target, remembers its index durably before a forward move, and then lets the
 * adapter act. Calls for all models are taken one at a time.
 */
public final class Fenced {
    private static final Logger LOG = LoggerFactory.getLogger(Fenced.class);

    private final FenceStore store;
    private final UnaryOperator<InForce> act;
    private final Map<ModelName, InForce> routes = new HashMap<>();

    /**
     * @param act makes what it is given the traffic and answers with what came into force of it; must take a safer state always
     */
    public Fenced(FenceStore store, UnaryOperator<InForce> act) {
        this.store = store;
        this.act = act;
    }

    /** What is in force for a model. */
    public synchronized InForce inForce(ModelName model) {
        return routes.computeIfAbsent(model, name -> InForce.nothing(name,
                store.find(name).map(FenceStore.Fence::highestIndex).orElse(-1L)));
    }

    /** Replaces what is believed to be in force by what the adapter finds; the highest index stays. */
    synchronized void learn(ModelName model, UnaryOperator<InForce> find) {
        InForce believed = inForce(model);
        InForce found = find.apply(believed);
        routes.put(model, new InForce(model, believed.index(), found.stable(), found.canary(), Optional.empty()));
    }

    /** Takes the target, or as much of it as the fence lets through, and says what is in force now. */
    public synchronized InForce apply(RouteTarget target) {
        InForce current = inForce(target.model());
        RouteRules.Ruling ruling = RouteRules.rule(current,
                store.find(target.model()).flatMap(FenceStore.Fence::stable), target);
        long highest = Math.max(current.index(), target.index());
        InForce result;
        if (ruling.effective().isEmpty()) {
            result = current.kept(highest, ruling.refusal().orElseThrow());
        } else if (target.index() < current.index() || RouteRules.safer(current, target)) {
            result = act.apply(current.with(ruling.effective().get(), highest, ruling.refusal()));
            rememberAfter(result);
        } else {
            result = forward(current, ruling.effective().get(), highest);
        }
        routes.put(target.model(), new InForce(result.model(), result.index(), result.stable(), result.canary(),
                Optional.empty()));
        result.refusal().ifPresent(why -> LOG.warn("target for model {} not wholly taken: {}", target.model(), why));
        return result;
    }

    private InForce forward(InForce current, RouteTarget target, long highest) {
        try {
            remember(current.model(), highest, store.find(current.model()).flatMap(FenceStore.Fence::stable));
        } catch (IOException e) {
            LOG.error("index {} of model {} could not be written down, so the move forward is refused; check the disk",
                    highest, target.model(), e);
            return current.kept(current.index(), "the index could not be made durable (" + e.getMessage()
                    + "); check the disk of this agent");
        }
        InForce result = act.apply(current.with(target, highest, Optional.empty()));
        rememberAfter(result);
        return result;
    }

    private void rememberAfter(InForce result) {
        try {
            remember(result.model(), result.index(), result.stable());
        } catch (IOException e) {
            LOG.error("the traffic of model {} was changed, but index {} could not be written down; check the disk",
                    result.model(), result.index(), e);
        }
    }

    private void remember(ModelName model, long highest, Optional<VersionId> stable) throws IOException {
        FenceStore.Fence fence = new FenceStore.Fence(model, highest, stable);
        if (!store.find(model).equals(Optional.of(fence))) {
            store.remember(fence);
        }
    }
}
