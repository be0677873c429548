package io.althing.serving;

import io.althing.canary.Arm;
import io.althing.serving.TrafficObserver.ArmObserver;
import java.util.Optional;

/** A model's traffic as the gateway holds it: the split, the loaded versions it speaks of, and who listens. Immutable. */
record ModelRoute(InForce inForce, TrafficSplit split, Side stable, Optional<Side> canary) {
    /** One side: the version, who counts it, and for a candidate what keeps it away when it fails. */
    record Side(HostedVersion hosted, ArmObserver observer, Optional<Breaker> breaker) {}

    Side side(Arm arm) {
        return arm == Arm.CANARY ? canary.orElse(stable) : stable;
    }
}
