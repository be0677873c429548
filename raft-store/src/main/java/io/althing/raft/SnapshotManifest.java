package io.althing.raft;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The list of a snapshot's files with their SHA-256, kept beside them in {@code manifest}: one line {@code digest size name} per
 * file, sorted by name, then a line {@code total digest} over the lines before it. JRaft does not verify what it copied; this does.
 */
record SnapshotManifest(Map<String, String> digests) {
    static final String FILE = "manifest";
    static final String STATE_DIR = "state";

    SnapshotManifest {
        digests = new TreeMap<>(digests);
    }

    /** Digests and syncs every file under {@code dir/state} and writes the manifest, synced. */
    static SnapshotManifest write(Path dir) throws IOException {
        StringBuilder lines = new StringBuilder();
        Map<String, String> digests = new TreeMap<>();
        for (Path file : files(dir)) {
            sync(file);
            String name = name(dir, file);
            digests.put(name, sha256(file));
            lines.append(digests.get(name)).append(' ').append(Files.size(file)).append(' ').append(name).append('\n');
        }
        Path manifest = dir.resolve(FILE);
        Files.writeString(manifest, lines + "total " + sha256(lines.toString()) + "\n");
        sync(manifest);
        return new SnapshotManifest(digests);
    }

    /**
     * Checks every file under {@code dir/state} against the manifest.
     *
     * @throws IOException naming the first file that is missing, superfluous or altered
     */
    static void verify(Path dir) throws IOException {
        List<String> lines = Files.readAllLines(dir.resolve(FILE));
        String body = String.join("\n", lines.subList(0, Math.max(0, lines.size() - 1)))
                + (lines.size() > 1 ? "\n" : "");
        if (lines.isEmpty() || !lines.getLast().equals("total " + sha256(body))) {
            throw new IOException("snapshot " + dir + ": the manifest is damaged");
        }
        Map<String, String> listed = new TreeMap<>();
        for (String line : lines.subList(0, lines.size() - 1)) {
            String[] parts = line.split(" ", 3);
            listed.put(parts[2], parts[0] + " " + parts[1]);
        }
        for (Path file : files(dir)) {
            String name = name(dir, file);
            String expected = listed.remove(name);
            if (expected == null) {
                throw new IOException("snapshot " + dir + ": file " + name + " is not in the manifest");
            }
            if (!expected.equals(sha256(file) + " " + Files.size(file))) {
                throw new IOException("snapshot " + dir + ": file " + name + " does not match its digest");
            }
        }
        if (!listed.isEmpty()) {
            throw new IOException("snapshot " + dir + ": file " + listed.keySet().iterator().next() + " is missing");
        }
    }

    private static List<Path> files(Path dir) throws IOException {
        Path state = dir.resolve(STATE_DIR);
        if (!Files.isDirectory(state)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(state)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String name(Path dir, Path file) {
        return dir.relativize(file).toString().replace('\\', '/');
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
