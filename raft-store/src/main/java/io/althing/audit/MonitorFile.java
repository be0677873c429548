package io.althing.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A monitor's memory in one file, which is an ordinary signed checkpoint: keep a copy of it where the log's operator cannot reach. */
public final class MonitorFile implements MonitorStore {
    private final Path file;

    /** @param file need not exist yet; its directory must */
    public MonitorFile(Path file) {
        this.file = file;
    }

    @Override
    public Optional<byte[]> kept() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void keep(byte[] checkpoint) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.write(beside, checkpoint);
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
