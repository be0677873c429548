package io.althing.registry;

import java.util.Optional;

/**
 * Where a version came from.
 *
 * @param dataset digest of the training data
 * @param trainer what trained it, with its version
 * @param parent the version it was derived from
 * @param run the training run's identity in the tracker
 * @param code the code's commit
 */
public record Lineage(Optional<Sha256> dataset, Optional<String> trainer, Optional<VersionId> parent,
        Optional<String> run, Optional<String> code) {
    /** A lineage nobody told us. */
    public static Lineage unknown() {
        return new Lineage(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
