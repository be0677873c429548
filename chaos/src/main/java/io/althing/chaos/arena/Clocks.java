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

/** Wall clocks that can be set, by libfaketime; monotonic clocks are left alone. */
public final class Clocks implements Machine {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private final Map<String, Path> settings = new HashMap<>();

    private static Optional<Path> library() {
        return PLACES.stream().filter(Files::isReadable).findFirst();
    }

    /** Why this machine cannot do it; empty if it can. */
    public static Optional<String> missing() {
        return library().isPresent()
                ? Optional.empty()
                : Optional.of("clocks need libfaketime (Debian: apt-get install libfaketime)");
    }

    @Override
    public void prepare(List<Place> places) throws IOException {
        for (Place place : places) {
            settings.put(place.name(), place.directory().toAbsolutePath().resolve("clock"));
            set(place.name(), "+0");
        }
    }

    @Override
    public Map<String, String> environment(String node) {
        return Optional.ofNullable(settings.get(node))
                .map(file -> Map.of("LD_PRELOAD", library().orElseThrow().toString(), "FAKETIME_TIMESTAMP_FILE",
                        file.toString(), "FAKETIME_DONT_FAKE_MONOTONIC", "1", "FAKETIME_CACHE_DURATION", "1"))
                .orElse(Map.of());
    }

    /**
     * Sets a node's clock, within a second.
     *
     * @param spec as libfaketime writes it: {@code +0} is right, {@code -90} is 90 seconds late, {@code +0 x1.5} runs fast
     */
    public void set(String node, String spec) throws IOException {
        Files.writeString(Objects.requireNonNull(settings.get(node), () -> "node " + node + " was not prepared"),
                spec + "\n");
    }

    @Override
    public void close() {
        // its files go with the cluster's
    }
}
