package io.althing.raft;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

import io.althing.registry.NodeId;

/**
 * The file {@code identity} in a node's data directory: text lines {@code key value}, the last one a CRC-32C over those before it.
 * Written beside, synced, renamed over, and the directory synced, so that a crash leaves the old one or the new one.
 */
final class IdentityFile {
    private static final String HEAD = "althing-identity 1";

    private final Path file;

    IdentityFile(Path dataDir) {
        this.file = dataDir.resolve("identity");
    }

    /** @throws StartRefused if the file is damaged or of a newer kind */
    Optional<NodeIdentity> load() throws IOException, StartRefused {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 6 || !lines.getFirst().equals(HEAD)
                || !lines.getLast().equals(seal(lines.subList(0, lines.size() - 1)))) {
            throw new StartRefused(StartRefused.Kind.DAMAGED,
                    "identity file " + file + " is damaged or of another version; "
                            + "remove this node from the cluster and start it empty under a new node id");
        }
        try {
            return Optional.of(parse(lines.subList(1, lines.size() - 1)));
        } catch (IllegalArgumentException e) {
            throw new StartRefused(StartRefused.Kind.DAMAGED,
                    "identity file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static NodeIdentity parse(List<String> lines) {
        Map<String, String> single = new TreeMap<>();
        Map<NodeId, Incarnation> seen = new TreeMap<>();
        for (String line : lines) {
            String[] parts = line.split(" ", 3);
            if (parts[0].equals("seen")) {
                seen.put(new NodeId(parts[1]), new Incarnation(parts[2]));
            } else {
                single.put(parts[0], parts[1]);
            }
        }
        return new NodeIdentity(single.getOrDefault("cluster", ""), Member.parse(single.getOrDefault("member", "")),
                new Incarnation(single.getOrDefault("incarnation", "")),
                NodeIdentity.Stage.valueOf(single.getOrDefault("stage", "")), seen);
    }

    /** On return the identity is on disk. */
    void store(NodeIdentity identity) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEAD, "cluster " + identity.cluster(), "member " + identity.self(),
                "incarnation " + identity.incarnation(), "stage " + identity.stage()));
        new TreeMap<>(identity.seen()).forEach((node, life) -> lines.add("seen " + node + " " + life));
        lines.add(seal(lines));
        Path beside = file.resolveSibling("identity.new");
        Files.createDirectories(parent());
        Files.write(beside, lines);
        sync(beside);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(parent());
    }

    private Path parent() {
        Path parent = file.getParent();
        return parent == null ? Path.of(".") : parent;
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String seal(List<String> lines) {
        CRC32C crc = new CRC32C();
        crc.update((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        return "crc32c " + Long.toHexString(crc.getValue());
    }
}
