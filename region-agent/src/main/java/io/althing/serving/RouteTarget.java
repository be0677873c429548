package io.althing.serving;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import java.util.Optional;

/**
 * What a model's traffic should become.
 *
 * @param index the log index this was decided at; orders forward moves
 * @param stable the version for everyone not in the canary; empty to serve nothing
 * @param canary the candidate and its share, if one is on trial
 */
public record RouteTarget(ModelName model, long index, Optional<VersionId> stable, Optional<CanaryShare> canary) {
    /** @throws IllegalArgumentException if the index is negative, or a canary has no stable version to be compared with */
    public RouteTarget {
        if (index < 0) {
            throw new IllegalArgumentException("an index is not negative: " + index);
        }
        if (stable.isEmpty() && canary.isPresent()) {
            throw new IllegalArgumentException(
                    "model '" + model + "': a canary needs a stable version beside it; make the first version stable");
        }
    }
}
