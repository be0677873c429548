package io.althing.chaos.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a node's process uses, as Linux says.
 *
 * @param life process of the node, counted from one
 * @param residentBytes memory
 * @param diskBytes its data directory
 */
record Usage(String node, int life, double seconds, long residentBytes, long threads, long handles, long diskBytes) {
    /** Reads it; the process must be there. */
    static Usage of(String node, int life, double seconds, long pid, Path data) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        long resident = 0;
        long threads = 0;
        for (String line : Files.readAllLines(process.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                resident = number(line) << 10;
            } else if (line.startsWith("Threads:")) {
                threads = number(line);
            }
        }
        try (Stream<Path> handles = Files.list(process.resolve("fd"))) {
            return new Usage(node, life, seconds, resident, threads, handles.count(), size(data));
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> {
                try {
                    return Files.isRegularFile(file) ? Files.size(file) : 0;
                } catch (NoSuchFileException gone) {
                    return 0;
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }).sum();
        }
    }
}
