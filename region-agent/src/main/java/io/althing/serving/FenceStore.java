package io.althing.serving;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A router's memory across restarts: per model, the highest index it has seen and the stable version it last served. */
public interface FenceStore {
    /**
     * What is remembered about a model.
     *
     * @param highestIndex the highest index seen
     * @param stable the stable version last in force, to be loaded first after a restart
     */
    record Fence(ModelName model, long highestIndex, Optional<VersionId> stable) {}

    /** What is remembered about each model, in no particular order. */
    List<Fence> all();

    /** What is remembered about one model. */
    Optional<Fence> find(ModelName model);

    /**
     * Replaces what is remembered about a model. On return it survives loss of power.
     *
     * @throws IOException if it could not be made durable; then the earlier memory holds
     */
    void remember(Fence fence) throws IOException;
}
