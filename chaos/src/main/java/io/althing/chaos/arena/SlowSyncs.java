package io.althing.chaos.arena;

import io.althing.chaos.drill.NodeFiles.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Disk syncs that take as long as one likes: a small library, built here, is preloaded into each node. Needs a C compiler. */
public final class SlowSyncs implements Machine {
    private final Map<String, Path> settings = new HashMap<>();
    private Path library = Path.of("");

    /** Why this machine cannot do it; empty if it can. */
    public static Optional<String> missing() {
        return Preload.missing("slow syncs");
    }

    @Override
    public void prepare(List<Place> places) throws IOException {
        Path home = places.getFirst().directory().toAbsolutePath().resolve("..").normalize();
        library = Preload.build(home, "slow_sync");
        for (Place place : places) {
            settings.put(place.name(), place.directory().toAbsolutePath().resolve("slow-sync"));
            slow(place.name(), 0);
        }
    }

    @Override
    public Map<String, String> environment(String node) {
        return Optional.ofNullable(settings.get(node))
                .map(file -> Map.of("LD_PRELOAD", library.toString(), "SLOW_SYNC_FILE", file.toString()))
                .orElse(Map.of());
    }

    /** From now on each sync of the node takes that much longer. */
    public void slow(String node, int millis) throws IOException {
        Files.writeString(Objects.requireNonNull(settings.get(node), () -> "node " + node + " was not prepared"),
                millis + "\n");
    }

    @Override
    public void close() {
        // its files go with the cluster's
    }
}
