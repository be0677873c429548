package io.althing.serving;

import io.althing.registry.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artifacts of this agent on disk, each file named by its SHA-256 and never changed. A file appears only whole, verified and
 * synced. What is pinned (served, or named by the journal) is never deleted. Safe for use by several threads of one process; a
 * directory belongs to one process.
 */
public final class ArtifactCache {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactCache.class);
    private static final String UNFINISHED = ".part";

    private final Path directory;
    private final ArtifactSource source;
    private final Map<Sha256, Integer> pins = new HashMap<>();

    private ArtifactCache(Path directory, ArtifactSource source) {
        this.directory = directory;
        this.source = source;
    }

    /**
     * Opens the cache in a directory, which is created; unfinished downloads of an earlier run are removed.
     *
     * @throws IOException if the directory cannot be used
     */
    public static ArtifactCache open(Path directory, ArtifactSource source) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(UNFINISHED)).toList()) {
                Files.delete(file);
            }
        }
        return new ArtifactCache(directory, source);
    }

    /**
     * The verified file of an artifact, downloaded if it is not here. Reads every byte each time; a damaged copy is replaced.
     *
     * @throws IOException if it is not to be had, or what the source sends is not the artifact; nothing stays behind
     */
    public synchronized Path get(Sha256 digest) throws IOException {
        Path file = path(digest);
        if (Files.exists(file)) {
            if (digestOf(file).equals(digest)) {
                return file;
            }
            LOG.warn("the copy of artifact {} is damaged; it is fetched again", digest);
        }
        download(digest, file);
        return file;
    }

    /** The artifact's file if a copy is here, not verified. */
    public synchronized Optional<Path> find(Sha256 digest) {
        return Optional.of(path(digest)).filter(Files::exists);
    }

    /** Everything here, in no particular order. */
    public synchronized List<Sha256> all() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).filter(name -> name.matches("[0-9a-f]{64}"))
                    .map(Sha256::new).toList();
        }
    }

    /** Keeps an artifact from being deleted until the pin is closed. Pins of one artifact count; they do not survive the process. */
    public synchronized Pin pin(Sha256 digest) {
        pins.merge(digest, 1, Integer::sum);
        return new Pin(digest);
    }

    /**
     * Deletes an artifact unless it is pinned.
     *
     * @return whether it is gone
     */
    public synchronized boolean delete(Sha256 digest) throws IOException {
        if (pins.containsKey(digest)) {
            return false;
        }
        Files.deleteIfExists(path(digest));
        return true;
    }

    private synchronized void unpin(Sha256 digest) {
        pins.computeIfPresent(digest, (key, count) -> count == 1 ? null : count - 1);
    }

    private void download(Sha256 digest, Path file) throws IOException {
        Path part = directory.resolve(digest + UNFINISHED);
        try {
            MessageDigest sha256 = sha256();
            try (InputStream in = source.open(digest);
                    FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING);
                    OutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), sha256)) {
                in.transferTo(out);
                channel.force(true);
            }
            Sha256 received = named(sha256);
            if (!received.equals(digest)) {
                throw new IOException("what was received for artifact " + digest + " has SHA-256 " + received
                        + "; it was thrown away. Fetch it from another node or upload it again");
            }
            DurableFiles.publish(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path path(Sha256 digest) {
        return directory.resolve(digest.value());
    }

    private static Sha256 digestOf(Path file) throws IOException {
        MessageDigest sha256 = sha256();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            in.transferTo(out);
        }
        return named(sha256);
    }

    private static Sha256 named(MessageDigest digest) {
        return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** A promise not to delete an artifact, until closed. Closing twice does nothing. */
    public final class Pin implements AutoCloseable {
        private final Sha256 digest;
        private boolean closed;

        private Pin(Sha256 digest) {
            this.digest = digest;
        }

        @Override
        public void close() {
            synchronized (ArtifactCache.this) {
                if (!closed) {
                    closed = true;
                    unpin(digest);
                }
            }
        }
    }
}
