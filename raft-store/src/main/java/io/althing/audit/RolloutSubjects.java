package io.althing.audit;

import java.util.Optional;

/** What rollouts are about: an entry that names only its rollout is found under that one's model and version, too. Any thread. */
@FunctionalInterface
public interface RolloutSubjects {
    /** Knows of none. */
    RolloutSubjects NONE = rollout -> Optional.empty();

    /** What the rollout brings to the regions; empty if it is not known. Always the same for one rollout. */
    Optional<Subject> of(String rollout);

    /** A version of a model. */
    record Subject(String model, String version) {}
}
