package io.althing.chaos.arena;

import io.althing.chaos.drill.NodeFiles.Place;
import io.althing.chaos.drill.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Nodes that can lose power: a small library, built here and preloaded, keeps beside each node's files what a disk would still hold of
 * them, as of the last syncs. {@code lost_power.c} says what counts as kept. Needs a C compiler.
 */
public final class LostPower implements Machine {
    private final Map<String, Disk> disks = new HashMap<>();
    private Path library = Path.of("");

    /**
     * @param files the node's own
     * @param kept what was synced of them
     */
    private record Disk(Path files, Path kept) {}

    /** What became of a node's files. */
    public record Loss(long files, long bytes) {}

    /** Why this machine cannot do it; empty if it can. */
    public static Optional<String> missing() {
        return Preload.missing("losses of power");
    }

    @Override
    public void prepare(List<Place> places) throws IOException {
        library = Preload.build(places.getFirst().directory().toAbsolutePath().resolve("..").normalize(), "lost_power");
        for (Place place : places) {
            Path files = Files.createDirectories(place.data()).toRealPath();
            disks.put(place.name(), new Disk(files, files.resolveSibling("kept")));
        }
    }

    @Override
    public Map<String, String> environment(String node) {
        Disk disk = disks.get(node);
        return disk == null
                ? Map.of()
                : Map.of("LD_PRELOAD", library.toString(), "POWER_ROOT", disk.files().toString(), "POWER_SHADOW",
                        disk.kept().toString());
    }

    /** Whatever a node, whose process is dead, had not synced is gone from its files; what is left counts as synced from now on. */
    public Loss lose(String node) throws IOException {
        Disk disk = Objects.requireNonNull(disks.get(node), () -> "node " + node + " was not prepared");
        Map<String, Long> before = sizes(disk.files());
        Scratch.delete(disk.files());
        copy(disk.kept().resolve("tree"), disk.files());
        Scratch.delete(disk.kept());
        Map<String, Long> after = sizes(disk.files());
        long bytes = before.entrySet().stream().mapToLong(e -> e.getValue() - Math.min(e.getValue(), after
                .getOrDefault(e.getKey(), 0L))).sum();
        return new Loss(before.keySet().stream().filter(name -> !after.containsKey(name)).count(), bytes);
    }

    /** Files that a node writes through memory, which this cannot see; a drill must say so. */
    public List<String> unseen(String node) throws IOException {
        Path list = Objects.requireNonNull(disks.get(node)).kept().resolve("unseen");
        return Files.exists(list) ? Files.readAllLines(list) : List.of();
    }

    private static Map<String, Long> sizes(Path root) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                sizes.put(root.relativize(file).toString(), Files.size(file));
            }
        }
        return sizes;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path copy = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(each, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    @Override
    public void close() {
        // its files go with the cluster's
    }
}
