package io.althing.serving;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The versions that are loaded and warm. Safe for use by several threads. */
final class Hosting {
    private static final Logger LOG = LoggerFactory.getLogger(Hosting.class);

    private final ModelRuntime runtime;
    private final GatewaySettings settings;
    private final Map<String, Map<String, HostedVersion>> models = new ConcurrentHashMap<>();

    Hosting(ModelRuntime runtime, GatewaySettings settings) {
        this.runtime = runtime;
        this.settings = settings;
    }

    /** Loads and warms a version; does nothing if it is loaded. */
    synchronized void install(ModelName model, VersionId version, Path artifact) throws ModelLoadException {
        if (find(model.value(), version.value()).isPresent()) {
            return;
        }
        LoadedModel loaded = runtime.load(model, version, artifact);
        try {
            loaded.warm();
        } catch (InferenceException | RuntimeException e) {
            loaded.close();
            throw new ModelLoadException(model, version,
                    "it loads but cannot answer (" + e.getMessage() + "); register a new version that can", e);
        }
        models.computeIfAbsent(model.value(), name -> new ConcurrentHashMap<>()).put(version.value(),
                new HostedVersion(model, version, loaded, settings.limits()));
        LOG.info("version {} of model {} is loaded and warm", version, model);
    }

    /** Takes a version out of the table, so that nobody finds it any more; the caller closes it. */
    Optional<HostedVersion> remove(ModelName model, VersionId version) {
        Map<String, HostedVersion> versions = models.get(model.value());
        return versions == null ? Optional.empty() : Optional.ofNullable(versions.remove(version.value()));
    }

    Optional<HostedVersion> find(String model, String version) {
        Map<String, HostedVersion> versions = models.get(model);
        return versions == null ? Optional.empty() : Optional.ofNullable(versions.get(version));
    }

    /** The loaded versions of a model, sorted by name. */
    List<HostedVersion> versions(String model) {
        return List.copyOf(new TreeMap<>(models.getOrDefault(model, Map.of())).values());
    }

    String platform() {
        return runtime.platform();
    }

    synchronized void close() {
        models.values().forEach(
                versions -> versions.values().forEach(hosted -> hosted.close(settings.patience().deadline())));
        models.clear();
    }
}
