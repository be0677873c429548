package io.althing.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A {@link FenceStore} in one small JSON file, {@code {"digits": {"highestIndex": 41, "stable": "v1"}}}, replaced whole. Safe for
 * use by several threads of one process; a directory belongs to one process.
 */
public final class FileFenceStore implements FenceStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INDEX = "highestIndex";
    private static final String STABLE = "stable";

    private final Path file;
    private final Map<ModelName, Fence> fences;

    private FileFenceStore(Path file, Map<ModelName, Fence> fences) {
        this.file = file;
        this.fences = fences;
    }

    /**
     * Opens the memory in a file, empty if the file does not exist; its directory is created.
     *
     * @throws IOException if the file cannot be read or is damaged; the message says what to do
     */
    public static FileFenceStore open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return new FileFenceStore(file, Files.exists(file) ? read(file) : new TreeMap<>());
    }

    @Override
    public synchronized List<Fence> all() {
        return List.copyOf(fences.values());
    }

    @Override
    public synchronized Optional<Fence> find(ModelName model) {
        return Optional.ofNullable(fences.get(model));
    }

    @Override
    public synchronized void remember(Fence fence) throws IOException {
        Map<ModelName, Fence> next = new TreeMap<>(fences);
        next.put(fence.model(), fence);
        DurableFiles.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json(next)));
        fences.put(fence.model(), fence);
    }

    private static ObjectNode json(Map<ModelName, Fence> fences) {
        ObjectNode root = JSON.createObjectNode();
        fences.forEach((model, fence) -> {
            ObjectNode entry = root.putObject(model.value()).put(INDEX, fence.highestIndex());
            fence.stable().ifPresent(stable -> entry.put(STABLE, stable.value()));
        });
        return root;
    }

    private static Map<ModelName, Fence> read(Path file) throws IOException {
        Map<ModelName, Fence> fences = new TreeMap<>();
        try {
            JsonNode root = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                ModelName model = new ModelName(entry.getKey());
                JsonNode index = entry.getValue().path(INDEX);
                if (!index.isIntegralNumber()) {
                    throw new IllegalArgumentException(INDEX + " of '" + model + "' is not a number");
                }
                Optional<VersionId> stable = Optional.ofNullable(entry.getValue().get(STABLE)).map(JsonNode::asText)
                        .map(VersionId::new);
                fences.put(model, new Fence(model, index.longValue(), stable));
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException(file + " is damaged (" + e.getMessage()
                    + "). Without it this gateway cannot tell an old"
                    + " order from a new one: remove the file only when the region's registry replica is reachable", e);
        }
        return fences;
    }
}
