package io.althing.serving;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import java.util.Optional;

/**
 * How a model's traffic is divided right now.
 *
 * @param index the highest index ever seen for the model, -1 for none
 * @param stable the version for everyone not in the canary; empty if nothing is served
 * @param canary the candidate and the weight that really applies
 * @param refusal why the target just given is not, or not wholly, what is in force; empty when it is
 */
public record InForce(ModelName model, long index, Optional<VersionId> stable, Optional<CanaryShare> canary,
        Optional<String> refusal) {
    /** The state before anything was told. */
    static InForce nothing(ModelName model, long index) {
        return new InForce(model, index, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The weight of the canary in basis points, 0 without one. */
    public int canaryWeight() {
        return canary.map(CanaryShare::weightBasisPoints).orElse(0);
    }

    InForce with(RouteTarget target, long highest, Optional<String> why) {
        return new InForce(model, highest, target.stable(), target.canary(), why);
    }

    InForce kept(long highest, String why) {
        return new InForce(model, highest, stable, canary, Optional.of(why));
    }
}
