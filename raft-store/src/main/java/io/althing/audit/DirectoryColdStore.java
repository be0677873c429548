package io.althing.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** A {@link ColdStore} in a directory, which is laid out as the log itself is: a web server can serve it. */
public final class DirectoryColdStore implements ColdStore {
    private final Path root;

    /** @param root is made if it is not there */
    public DirectoryColdStore(Path root) {
        this.root = root;
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(root.resolve(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String path, byte[] bytes) throws IOException {
        Optional<byte[]> there = read(path);
        if (there.isPresent()) {
            if (!Arrays.equals(there.get(), bytes)) {
                throw new IOException(
                        root.resolve(path) + " holds other bytes than this log; find out why, nothing was moved");
            }
            return;
        }
        Path file = root.resolve(path);
        Path folder = Objects.requireNonNullElse(file.getParent(), root);
        Files.createDirectories(folder);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, bytes);
        force(fresh, StandardOpenOption.WRITE);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folder, StandardOpenOption.READ);
    }

    private static void force(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
