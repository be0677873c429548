package io.althing.chaos.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory on the disk where the command was started, gone when closed unless it is to be kept. */
public record Scratch(Path directory, boolean keep) implements AutoCloseable {
    /** A new directory below {@code parent}, which is created too. */
    public static Scratch in(Path parent, String name, boolean keep) throws IOException {
        Files.createDirectories(parent);
        return new Scratch(Files.createTempDirectory(parent.toAbsolutePath(), name + "-"), keep);
    }

    @Override
    public void close() throws IOException {
        if (!keep) {
            delete(directory);
        }
    }

    /** Deletes a directory and all in it. */
    public static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(directory)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
