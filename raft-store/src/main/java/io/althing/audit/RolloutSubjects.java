package io.althing.audit;

import java.util.Optional;

/**
 * What rollouts and ballots are about: an entry that names only its rollout is found under that one's model and version, too, and one
 * that names only a ballot under its rollout. Any thread.
 */
@FunctionalInterface
public interface RolloutSubjects {
    /** Knows of none. */
    RolloutSubjects NONE = rollout -> Optional.empty();

    /** What the rollout brings to the regions; empty if it is not known. Always the same for one rollout. */
    Optional<Subject> of(String rollout);

    /** The rollout a ballot is about; empty if it is not known. Always the same for one ballot. */
    default Optional<String> rolloutOf(String ballot) {
        return Optional.empty();
    }

    /** A version of a model. */
    record Subject(String model, String version) {}
}
