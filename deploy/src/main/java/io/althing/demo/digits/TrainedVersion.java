package io.althing.demo.digits;

import io.althing.registry.Sha256;
import io.althing.registry.VersionId;
import io.althing.serving.IoSchema;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A trained version with everything a registration needs.
 *
 * @param version its name
 * @param model the file and its digest
 * @param schema the tensors it reads and writes
 * @param metrics what its own pipeline measured, as exact decimal numbers, by name, sorted
 * @param lineage where it comes from
 */
public record TrainedVersion(VersionId version, OnnxFile model, IoSchema schema, Map<String, String> metrics,
        Lineage lineage) {
    /** Takes a sorted copy of the metrics. */
    public TrainedVersion {
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    /**
     * Where a version comes from.
     *
     * @param dataset the digest of the data file
     * @param trainer the trainer in words
     * @param parent the version it was meant to improve on
     */
    public record Lineage(Sha256 dataset, String trainer, Optional<VersionId> parent) {}
}
