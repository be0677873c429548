package io.althing.serving;

import io.althing.registry.ModelName;

/**
 * Whatever divides a region's traffic between versions. Called by the region's agent, from any thread; calls may block.
 *
 * <p>The contract, the same for every adapter: a target that moves forward (raises the canary's weight, brings in another
 * candidate, changes the stable version) is taken only with an index at or above the highest ever seen for the model; that index is
 * on disk before the move. A target that only makes things safer (a lower weight for the same candidate, no canary, nothing served) is
 * taken at once whatever its index. Repeating a target changes nothing. A router that lost its memory of what it served serves
 * no canary until told.
 */
public interface TrafficRouter extends AutoCloseable {
    /**
     * Makes the target the traffic, or as much of it as is allowed, and answers with what is now in force.
     *
     * @throws RouterUnavailableException if what is in force cannot be learned; the target may still take effect
     */
    InForce apply(RouteTarget target);

    /**
     * What is in force for a model, whether or not it was told anything about it.
     *
     * @throws RouterUnavailableException if it cannot be learned
     */
    InForce inForce(ModelName model);

    /** What this router can do. */
    RouterCapabilities capabilities();

    @Override
    void close();
}
