package io.althing.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cosigner's memory in a directory: one small file per log, written beside and renamed into place, file and directory fsynced. The
 * directory is made once, by {@link #create}; an emptied one is an error, since a cosigner that forgot might sign a fork.
 */
public final class FileCosignStore implements CosignStore, AutoCloseable {
    private static final String LOCK = "cosigner.lock";

    private final Path directory;
    private final FileChannel lockFile;
    private final FileLock lock;

    private FileCosignStore(Path directory, FileChannel lockFile, FileLock lock) {
        this.directory = directory;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Makes the memory of a cosigner that has never signed anything, or whose key moved here; in the latter case {@link Cosigner#catchUp}
     * comes before the first signature.
     *
     * @throws IOException
     *             if the directory already is a cosigner's memory, or cannot be written
     */
    public static FileCosignStore create(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.createFile(directory.resolve(LOCK));
        force(directory);
        return open(directory);
    }

    /**
     * Opens the memory for this process alone.
     *
     * @throws IOException
     *             if there is none, or another process has it open
     */
    public static FileCosignStore open(Path directory) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    directory + " holds no cosigner's memory. If this key has cosigned before, restore it or fetch"
                            + " the latest cosigned checkpoints of the other regions before signing again",
                    e);
        }
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException(directory + " is in use by another process: one node cosigns for a region");
        }
        return new FileCosignStore(directory, channel, lock);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public synchronized Optional<TreeHead> latest(String origin) throws IOException {
        Path file = file(origin);
        try {
            Checkpoint checkpoint = Checkpoint.parse(Files.readAllBytes(file));
            if (!checkpoint.origin().equals(origin)) {
                throw new IOException(file + " is about " + checkpoint.origin() + ", not about " + origin);
            }
            return Optional.of(checkpoint.head());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (MalformedException e) {
            throw new IOException(file + " is damaged (" + e.getMessage() + "): restore it before cosigning again", e);
        }
    }

    @Override
    public synchronized boolean advance(String origin, Optional<TreeHead> expected, TreeHead next) throws IOException {
        if (!lock.isValid()) {
            throw new IOException(directory + " is closed");
        }
        if (!latest(origin).equals(expected)) {
            return false;
        }
        Path file = file(origin);
        Path beside = directory.resolve(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(new Checkpoint(origin, next).bytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(directory);
        return true;
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** As in the path of C2SP tlog-witness's monitoring interface: the origin's SHA-256. */
    private Path file(String origin) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8));
            return directory.resolve(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Lets another process open the directory. */
    @Override
    public synchronized void close() throws IOException {
        lock.release();
        lockFile.close();
    }
}
