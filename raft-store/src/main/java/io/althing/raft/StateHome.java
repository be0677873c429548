package io.althing.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The directory in which a replica's state lives. Each installed snapshot gets a directory of its own; the file {@code CURRENT} names the
 * one in use and is replaced atomically, so a crash leaves the old state or the new one, never a mixture.
 */
final class StateHome {
    private static final String POINTER = "CURRENT";

    private final Path root;

    StateHome(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root);
        removeStrangers();
    }

    /** The directory in use. */
    Path current() throws IOException {
        Path pointer = root.resolve(POINTER);
        if (!Files.exists(pointer)) {
            point("state-0");
        }
        return root.resolve(Files.readString(pointer, StandardCharsets.UTF_8).strip());
    }

    /** A directory for a state that is not in use yet; its parent exists, it does not. */
    Path next() throws IOException {
        String name = current().getFileName().toString();
        Path next = root.resolve("state-" + (Long.parseLong(name.substring("state-".length())) + 1));
        delete(next);
        return next;
    }

    /** Makes the directory the one in use, for good when this returns. */
    void use(Path directory) throws IOException {
        point(directory.getFileName().toString());
    }

    private void point(String name) throws IOException {
        Path fresh = root.resolve(POINTER + ".new");
        try (FileChannel file = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            file.write(ByteBuffer.wrap((name + "\n").getBytes(StandardCharsets.UTF_8)));
            file.force(true);
        }
        Files.move(fresh, root.resolve(POINTER), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(root, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Deletes states that are not in use: what a crash in the middle of an installation left. */
    void removeStrangers() throws IOException {
        Path used = current();
        try (Stream<Path> found = Files.list(root)) {
            for (Path path : found.filter(p -> p.getFileName().toString().startsWith("state-") && !p.equals(used))
                    .toList()) {
                delete(path);
            }
        }
    }

    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
