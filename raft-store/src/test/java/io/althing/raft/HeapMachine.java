package io.althing.raft;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A state machine in memory for tests: a map of text, changed by payloads {@code requestId key value}, whose result is
 * {@code key=value@index} of the first time the request id was seen. Keep the object over a restart of its node to play a durable
 * state, or make a new one to play a lost one.
 */
public final class HeapMachine implements ReplicatedStateMachine<String> {
    private final TreeMap<String, String> values = new TreeMap<>();
    private final TreeMap<String, String> results = new TreeMap<>();
    private final List<LogEntry> applied = new ArrayList<>();
    private long index;
    private int snapshotsLoaded;
    private boolean failing;
    private boolean forgetful;
    private Optional<Path> bulk = Optional.empty();
    private long bulkLoaded;

    /** Results as UTF-8. */
    public static final class Codec implements ResultCodec<String> {
        @Override
        public byte[] encode(String result) {
            return result.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** A payload that sets a key, under a request id. */
    public static byte[] put(String requestId, String key, String value) {
        return (requestId + " " + key + " " + value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized List<String> apply(List<LogEntry> entries) throws IOException {
        if (failing) {
            throw new IOException("the disk is full (played)");
        }
        List<String> outcome = new ArrayList<>();
        for (LogEntry entry : entries) {
            if (entry.index() <= index) {
                throw new IllegalStateException("entry " + entry.index() + " was applied before");
            }
            String[] parts = new String(entry.payload(), StandardCharsets.UTF_8).split(" ", 3);
            if (forgetful) {
                values.put(parts[1], parts[2]);
                outcome.add(parts[1]);
                index = entry.index();
                continue;
            }
            if (!results.containsKey(parts[0])) {
                values.put(parts[1], parts[2]);
                results.put(parts[0], parts[1] + "=" + parts[2] + "@" + entry.index());
            }
            outcome.add(results.get(parts[0]));
            index = entry.index();
            applied.add(entry);
        }
        return outcome;
    }

    /** Its snapshots also hold that directory's files. */
    synchronized HeapMachine carrying(Path files) {
        bulk = Optional.of(files);
        return this;
    }

    /** Bytes of such files in the last snapshot loaded. */
    synchronized long bulkLoaded() {
        return bulkLoaded;
    }

    /** Keeps neither entries nor request ids, so that it does not grow under a long load. */
    synchronized HeapMachine forgetful() {
        forgetful = true;
        return this;
    }

    /** From now on every apply fails. */
    public synchronized void fail() {
        failing = true;
    }

    public synchronized String get(String key) {
        return values.getOrDefault(key, "");
    }

    /** Entries applied since this object was made. */
    public synchronized List<LogEntry> applied() {
        return List.copyOf(applied);
    }

    public synchronized int snapshotsLoaded() {
        return snapshotsLoaded;
    }

    @Override
    public synchronized long appliedIndex() {
        return index;
    }

    @Override
    public synchronized void saveSnapshot(Path emptyDir) throws IOException {
        List<String> lines = new ArrayList<>();
        values.forEach((k, v) -> lines.add(k + " " + v));
        Files.write(emptyDir.resolve("values"), lines);
        List<String> done = new ArrayList<>();
        results.forEach((k, v) -> done.add(k + " " + v));
        Path below = Files.createDirectory(emptyDir.resolve("dedup"));
        Files.write(below.resolve("results"), done);
        Files.writeString(emptyDir.resolve("index"), Long.toString(index));
        if (bulk.isPresent()) {
            try (Stream<Path> files = Files.list(bulk.get())) {
                for (Path file : files.toList()) {
                    Files.createLink(emptyDir.resolve(file.getFileName()), file);
                }
            }
        }
    }

    @Override
    public synchronized void loadSnapshot(Path dir) throws IOException {
        values.clear();
        results.clear();
        Files.readAllLines(dir.resolve("values")).forEach(l -> values.put(l.split(" ", 2)[0], l.split(" ", 2)[1]));
        Files.readAllLines(dir.resolve("dedup").resolve("results"))
                .forEach(l -> results.put(l.split(" ", 2)[0], l.split(" ", 2)[1]));
        index = Long.parseLong(Files.readString(dir.resolve("index")));
        try (Stream<Path> files = Files.list(dir)) {
            bulkLoaded = files.filter(f -> f.getFileName().toString().startsWith("part-"))
                    .mapToLong(f -> f.toFile().length()).sum();
        }
        snapshotsLoaded++;
    }

    @Override
    public synchronized boolean ahead(long snapshotIndex) {
        return index >= snapshotIndex;
    }

    @Override
    public synchronized String digest() {
        return index + ":" + values.hashCode() + ":" + results.hashCode();
    }
}
