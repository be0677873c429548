package io.althing.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One immutable version of a model.
 *
 * @param metrics the trainer's own figures, name to exact decimal text
 * @param verifiedIn regions that hold the artifacts and checked their digests, sorted
 * @param ready whether regions forming a majority verified the bytes; only ready versions are rolled out or returned to
 * @param quarantine why the version may not be rolled out again without an explicit reason
 * @param revision log index of the last change
 */
public record ModelVersion(ModelName model, VersionId version, String description, List<Artifact> artifacts,
        IoSchema ioSchema, Lineage lineage, SortedMap<String, String> metrics, List<Region> verifiedIn, boolean ready,
        Optional<String> quarantine, Instant createdAt, long revision) {
    /** Copies the collections. */
    public ModelVersion {
        artifacts = List.copyOf(artifacts);
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        verifiedIn = List.copyOf(verifiedIn);
    }

    ModelVersion verified(List<Region> regions, boolean nowReady, long index) {
        return new ModelVersion(model, version, description, artifacts, ioSchema, lineage, metrics, regions, nowReady,
                quarantine, createdAt, index);
    }

    ModelVersion quarantined(String why, long index) {
        return new ModelVersion(model, version, description, artifacts, ioSchema, lineage, metrics, verifiedIn, ready,
                Optional.of(why), createdAt, index);
    }
}
