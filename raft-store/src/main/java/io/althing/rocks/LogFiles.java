package io.althing.rocks;

import io.althing.store.KeyValueFault.StateDamaged;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks a closed RocksDB directory before RocksDB touches it, for damage that RocksDB itself overlooks or does not place: a record in the
 * last block of a log whose length field was changed (taken for an unfinished write, so that everything behind it is
 * lost in silence), a gap between two write-ahead logs, a CURRENT file that names nothing.
 */
final class LogFiles {
    private static final Pattern MANIFEST = Pattern.compile("MANIFEST-\\d{6,}\n");
    private static final Pattern WAL = Pattern.compile("\\d{6,}\\.log");
    private static final Pattern TABLE = Pattern.compile("\\d{6,}\\.sst");

    private LogFiles() {}

    /** True if the directory holds no data of a database: absent, empty, or left by a process that died while creating it. */
    static boolean isUnborn(Path dir) throws IOException {
        return !Files.exists(dir) || (!Files.exists(dir.resolve("CURRENT")) && matching(dir, TABLE).isEmpty()
                && matching(dir, WAL).isEmpty());
    }

    /** @throws StateDamaged naming the first damaged file */
    static void check(Path dir) throws IOException {
        LogScan.of(manifest(dir)).requireSound();
        long expected = LogScan.UNKNOWN;
        for (Path wal : matching(dir, WAL)) {
            LogScan scan = LogScan.of(wal);
            scan.requireSound();
            expected = scan.requireContinues(expected);
        }
    }

    private static Path manifest(Path dir) throws IOException {
        Path current = dir.resolve("CURRENT");
        if (!Files.exists(current)) {
            throw new StateDamaged(current, "it is missing", new FileNotFoundException(current.toString()));
        }
        String name = new String(Files.readAllBytes(current), StandardCharsets.ISO_8859_1);
        Path manifest = dir.resolve(name.strip());
        if (!MANIFEST.matcher(name).matches() || !Files.exists(manifest)) {
            throw new StateDamaged(current, "it names '" + name.strip() + "', which is not there",
                    new FileNotFoundException(name.strip()));
        }
        return manifest;
    }

    private static List<Path> matching(Path dir, Pattern name) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> name.matcher(file.getFileName().toString()).matches()).sorted().toList();
        }
    }
}
