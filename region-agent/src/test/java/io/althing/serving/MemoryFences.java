package io.althing.serving;

import io.althing.registry.ModelName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A fence store in memory whose disk can be full. */
final class MemoryFences implements FenceStore {
    private final Map<ModelName, Fence> fences = new TreeMap<>();
    private boolean full;
    int writes;

    void full(boolean now) {
        full = now;
    }

    @Override
    public List<Fence> all() {
        return List.copyOf(fences.values());
    }

    @Override
    public Optional<Fence> find(ModelName model) {
        return Optional.ofNullable(fences.get(model));
    }

    @Override
    public void remember(Fence fence) throws IOException {
        if (full) {
            throw new IOException("no space left on device");
        }
        writes++;
        fences.put(fence.model(), fence);
    }
}
