package io.althing.serving;

import io.althing.canary.Arm;
import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import java.util.Optional;

/**
 * What requests are counted by.
 *
 * @param version the version the requests were meant for; where a candidate fails, stable may have answered
 * @param rollout the rollout on trial, if any
 * @param arm the side; empty where the caller named the version, which bypasses any trial
 */
public record ArmKey(ModelName model, VersionId version, Optional<RolloutId> rollout, Optional<Arm> arm) {
    /** The word for the arm in metrics and logs: {@code stable}, {@code canary} or {@code explicit}. */
    public String armWord() {
        return arm.map(ArmKey::word).orElse("explicit");
    }

    /** The word for an arm in headers, metrics and logs: {@code stable} or {@code canary}. */
    static String word(Arm arm) {
        return switch (arm) {
            case STABLE -> "stable";
            case CANARY -> "canary";
        };
    }
}
