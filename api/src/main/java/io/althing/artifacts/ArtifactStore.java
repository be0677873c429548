package io.althing.artifacts;

import io.althing.registry.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Artifacts of this node, one file each, named by the SHA-256 of its bytes: {@code DIR/<sha256>}. A file under its name is whole,
 * verified and on disk; what is still coming in lies under {@code DIR/incoming} and is swept away at the next start.
 *
 * <p>Any thread; every method does file I/O and may block.
 */
public final class ArtifactStore {
    private final Path directory;
    private final Limits limits;
    private final LongSupplier freeBytes;
    private final List<Consumer<Sha256>> listeners = new CopyOnWriteArrayList<>();

    /**
     * How much is taken in.
     *
     * @param maxBytes the largest artifact
     * @param reserveBytes free space that artifacts leave alone
     */
    public record Limits(long maxBytes, long reserveBytes) {
        /** Artifacts up to 4 GiB, 512 MiB kept free. */
        public static Limits standard() {
            return new Limits(4L << 30, 512L << 20);
        }
    }

    /**
     * Opens or makes the directory and sweeps away what never finished.
     *
     * @throws IOException if the directory cannot be made or written to
     */
    public ArtifactStore(Path directory, Limits limits) throws IOException {
        this(directory, limits, () -> directory.toFile().getUsableSpace());
    }

    ArtifactStore(Path directory, Limits limits, LongSupplier freeBytes) throws IOException {
        this.directory = directory;
        this.limits = limits;
        this.freeBytes = freeBytes;
        Files.createDirectories(incoming());
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(incoming())) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }

    /** The limits in force. */
    public Limits limits() {
        return limits;
    }

    /** The file with these bytes, if this node holds them. */
    public Optional<Path> find(Sha256 digest) {
        return Optional.of(directory.resolve(digest.value())).filter(Files::isRegularFile);
    }

    /** Registers somebody who is told of each artifact right after it was stored, on the storing thread. */
    public void onStored(Consumer<Sha256> listener) {
        listeners.add(listener);
    }

    /**
     * Begins to take in an artifact. Close the upload in any case; what was not committed is gone then.
     *
     * @param announced how many bytes will come; 0 if unknown
     * @throws ArtifactFailure if it is too large or the disk too full
     */
    public Upload begin(Sha256 digest, long announced) throws IOException {
        requireRoom(announced);
        return new Upload(this, digest, Files.createTempFile(incoming(), "upload-", ".part"));
    }

    void requireRoom(long bytes) {
        if (bytes > limits.maxBytes()) {
            throw new ArtifactFailure(ArtifactFailure.Reason.TOO_LARGE,
                    "an artifact here has at most " + limits.maxBytes()
                            + " bytes; raise the node's limit or shrink it");
        }
        if (freeBytes.getAsLong() - bytes < limits.reserveBytes()) {
            throw new ArtifactFailure(ArtifactFailure.Reason.DISK_FULL,
                    "the disk of this node has no room for it and the "
                            + limits.reserveBytes()
                            + " bytes kept in reserve; free some or enlarge it, then upload again");
        }
    }

    void publish(Path temporary, Sha256 digest) throws IOException {
        Files.move(temporary, directory.resolve(digest.value()), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel parent = FileChannel.open(directory, StandardOpenOption.READ)) {
            parent.force(true);
        }
        listeners.forEach(listener -> listener.accept(digest));
    }

    private Path incoming() {
        return directory.resolve("incoming");
    }
}
