package io.althing.agent;

import io.althing.canary.ReferenceProfile;
import io.althing.codec.RecordJson;
import io.althing.foresight.ReferenceBlob;
import io.althing.registry.Artifact;
import io.althing.registry.Blob;
import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import io.althing.serving.ArtifactCache;
import io.althing.serving.Gateway;
import io.althing.serving.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes versions ready in the region's own gateway. An artifact named {@code reference-profile.json} is what training showed; the first other one is the model. */
final class GatewayHost implements VersionHost {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayHost.class);

    private final Gateway gateway;
    private final ArtifactCache cache;
    private final RecordJson json = new RecordJson();
    private final Map<Key, ReferenceProfile> profiles = new ConcurrentHashMap<>();

    private record Key(ModelName model, VersionId version) {}

    GatewayHost(Gateway gateway, ArtifactCache cache) {
        this.gateway = gateway;
        this.cache = cache;
    }

    @Override
    public void install(ModelName model, VersionId version, List<Artifact> artifacts)
            throws IOException, ModelLoadException {
        if (gateway.installed(model).contains(version)) {
            return;
        }
        Artifact file = artifacts.stream().filter(a -> !a.name().equals(ReferenceBlob.NAME)).findFirst()
                .orElseThrow(() -> new IOException("version " + version + " of model " + model + " has no artifact"));
        cache.pin(file.digest());
        gateway.install(model, version, cache.get(file.digest()));
        for (Artifact artifact : artifacts) {
            if (artifact.name().equals(ReferenceBlob.NAME)) {
                learn(new Key(model, version), artifact);
            }
        }
    }

    private void learn(Key key, Artifact artifact) {
        try {
            profiles.put(key, ReferenceBlob.read(json, Blob.of(Files.readAllBytes(cache.get(artifact.digest())))));
        } catch (IOException | RecordJson.Problem | IllegalArgumentException e) {
            LOG.warn(
                    "the reference profile {} of version {} of model {} cannot be used ({}); its requests are not compared "
                            + "with training",
                    artifact.digest(), key.version(), key.model(), e.getMessage());
        }
    }

    @Override
    public Optional<ReferenceProfile> profile(ModelName model, VersionId version) {
        return Optional.ofNullable(profiles.get(new Key(model, version)));
    }
}
