package io.althing.chaos.sim.promise;

import io.althing.registry.BallotId;
import io.althing.registry.Event;
import io.althing.registry.Region;
import io.althing.registry.RegionRollout;
import io.althing.registry.Rollout;
import io.althing.registry.VersionId;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the checks remember of one rollout. */
final class RolloutAccount {
    final Event.RolloutRequested request;
    final Set<String> approvers = new HashSet<>();
    final Map<Region, Part> parts = new TreeMap<>();
    Rollout.State state;
    Optional<BallotId> openBallot = Optional.empty();

    RolloutAccount(Event.RolloutRequested request) {
        this.request = request;
        this.state = request.state();
        request.scope().forEach(region -> parts.put(region, new Part()));
    }

    /** One region's part. */
    static final class Part {
        RegionRollout.Phase phase = RegionRollout.Phase.WAITING;
        Optional<VersionId> previous = Optional.empty();
        int step = -1;
        int weight;
        long since;
        int passed = -1;
        int lifted = -1;
        boolean promotable;
        boolean wentBack;

        boolean open() {
            return phase == RegionRollout.Phase.WAITING || phase == RegionRollout.Phase.CANARY;
        }
    }
}
