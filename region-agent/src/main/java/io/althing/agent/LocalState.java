package io.althing.agent;

import io.althing.policy.PolicyFile;
import io.althing.registry.Blob;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.RolloutId;
import io.althing.registry.Sha256;
import io.althing.registry.VersionId;
import io.althing.serving.InForce;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the agent knows besides the registry's view: a snapshot, from which it plans.
 *
 * @param policy the region's own file as it lies on disk, if it is a good one
 * @param placed what the router has in force, per model
 * @param hosted the versions that are loaded and warm
 * @param judged analyses by rollout, finished ones of running rollouts included
 * @param recovering regions' users being watched after going back
 * @param blobs what was fetched from the registry
 */
public record LocalState(Region region, Optional<PolicyFile.Result.ForRegion> policy, Contact contact,
        Map<ModelName, Placed> placed, Set<Hosted> hosted, Map<RolloutId, Judged> judged, Outbox outbox,
        Map<RolloutId, Recovery> recovering, Map<Sha256, Blob> blobs, Asked asked) {
    /** Copies the collections. */
    public LocalState {
        placed = Map.copyOf(placed);
        hosted = Set.copyOf(hosted);
        judged = Map.copyOf(judged);
        recovering = Map.copyOf(recovering);
        blobs = Map.copyOf(blobs);
    }

    /** How long a linearizable view allows moves forward. */
    public static final Duration FRESH = Duration.ofSeconds(5);

    /**
     * When the registry was last heard.
     *
     * @param freshAt monotonic time at which the newest linearizable view was asked for; the start of the agent before the first
     * @param linearizable whether the view at hand is one
     */
    public record Contact(long freshAt, boolean linearizable) {
        /** Whether the view at hand allows moves forward. */
        boolean allowsForward(AgentTime now) {
            return linearizable && now.since(freshAt).compareTo(FRESH) <= 0;
        }
    }

    /** What is in force for a model, and since when. */
    public record Placed(InForce inForce, Instant since) {}

    /** A version that is loaded and warm. */
    public record Hosted(ModelName model, VersionId version) {}

    /**
     * Requests on the way and requests answered for good.
     *
     * @param lanes in which a request is on the way: one at a time each
     * @param settled ids of requests that were accepted or refused
     */
    public record Asked(Set<String> lanes, Set<String> settled) {
        /** Copies the sets. */
        public Asked {
            lanes = Set.copyOf(lanes);
            settled = Set.copyOf(settled);
        }
    }

    InForce inForce(ModelName model) {
        Placed known = placed.get(model);
        return known != null
                ? known.inForce()
                : new InForce(model, -1, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether the region itself took the rollout's canary back, at any time. */
    boolean wentBack(RolloutId rollout) {
        return outbox.all().stream().anyMatch(letter -> letter.act().rollout().equals(rollout));
    }

    /** Whether an act of the region on the model still waits to be taken in by the registry. */
    boolean actWaits(ModelName model) {
        return outbox.waiting().stream().anyMatch(letter -> letter.act().model().equals(model));
    }
}
