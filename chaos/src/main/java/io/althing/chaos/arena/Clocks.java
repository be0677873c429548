package io.althing.chaos.arena;

import io.althing.chaos.drill.NodeFiles.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Wall clocks that can be set, by a small library preloaded into each node; monotonic clocks are left alone. */
public final class Clocks implements Machine {
    private final Map<String, Path> settings = new HashMap<>();
    private Path library = Path.of("");

    /** Why this machine cannot do it; empty if it can. */
    public static Optional<String> missing() {
        return Preload.missing("clocks that can be set");
    }

    @Override
    public void prepare(List<Place> places) throws IOException {
        library = Preload.build(places.getFirst().directory().toAbsolutePath().resolve("..").normalize(), "set_clock");
        for (Place place : places) {
            settings.put(place.name(), place.directory().toAbsolutePath().resolve("clock"));
            set(place.name(), Duration.ZERO);
        }
    }

    @Override
    public Map<String, String> environment(String node) {
        return Optional.ofNullable(settings.get(node))
                .map(file -> Map.of("LD_PRELOAD", library.toString(), "SET_CLOCK_FILE", file.toString()))
                .orElse(Map.of());
    }

    /** Sets a node's clock that much ahead of the true time, or behind it, at once. */
    public void set(String node, Duration ahead) throws IOException {
        Path file = Objects.requireNonNull(settings.get(node), () -> "node " + node + " was not prepared");
        ByteBuffer offset = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(ahead.toNanos());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(offset.flip(), 0);
        }
    }

    @Override
    public void close() {
        // its files go with the cluster's
    }
}
