package io.althing.telemetry;

import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;

/** Where a canary's judge gets its numbers. Safe for use by several threads; one reader per rollout. */
public interface MetricSource {
    /**
     * What was seen of a rollout since the last call for it, and not again. Testers and callers who named a version are not in it.
     *
     * @throws java.io.UncheckedIOException if the numbers cannot be had; they are then in the next look
     */
    ArmWindows drain(ModelName model, RolloutId rollout);
}
