package io.althing.agent;

import io.althing.canary.ReferenceProfile;
import io.althing.registry.Artifact;
import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import io.althing.serving.ArtifactCache;
import io.althing.serving.Gateway;
import io.althing.serving.ModelLoadException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where versions are made ready to serve. Any thread; calls may take minutes. Repeating an installation changes nothing. */
@FunctionalInterface
public interface VersionHost {
    /**
     * Downloads what is missing, verifies it, loads it and warms it.
     *
     * @throws IOException if an artifact is not to be had or is not what its digest says
     * @throws ModelLoadException if the version cannot be served
     */
    void install(ModelName model, VersionId version, List<Artifact> artifacts) throws IOException, ModelLoadException;

    /** What training showed of an installed version, if that came with it; any thread, at once. */
    default Optional<ReferenceProfile> profile(ModelName model, VersionId version) {
        return Optional.empty();
    }

    /** The region's own gateway. What it serves stays pinned in the cache until the process ends. */
    static VersionHost gateway(Gateway gateway, ArtifactCache cache) {
        return new GatewayHost(gateway, cache);
    }

    /** Somebody else's service, which loads versions by itself. */
    static VersionHost elsewhere() {
        return (model, version, artifacts) -> {};
    }
}
