package io.althing.artifacts;

import io.althing.registry.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One artifact on its way in: digested while it is written, synced, and only then given its name. One thread at a time. Each method may
 * throw an {@link ArtifactFailure}.
 */
public final class Upload implements AutoCloseable {
    private static final long CHECK_EVERY = 8L << 20;

    private final ArtifactStore store;
    private final Sha256 expected;
    private final Path temporary;
    private final FileChannel channel;
    private final MessageDigest digest;
    private long written;
    private long checked;

    Upload(ArtifactStore store, Sha256 expected, Path temporary) throws IOException {
        this.store = store;
        this.expected = expected;
        this.temporary = temporary;
        this.channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Takes the next bytes. */
    public void write(ByteBuffer bytes) throws IOException {
        written += bytes.remaining();
        if (written > store.limits().maxBytes()) {
            store.requireRoom(written);
        }
        if (written - checked >= CHECK_EVERY) {
            checked = written;
            store.requireRoom(0);
        }
        digest.update(bytes.duplicate());
        onDisk(() -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /** Checks the digest, syncs, and gives the file its name. On return the artifact is on disk. */
    public void commit() throws IOException {
        Sha256 actual = new Sha256(HexFormat.of().formatHex(digest.digest()));
        if (!actual.equals(expected)) {
            throw new ArtifactFailure(ArtifactFailure.Reason.WRONG_DIGEST, "the " + written
                    + " bytes that came have the SHA-256 " + actual + ", not " + expected + "; nothing was kept");
        }
        onDisk(() -> channel.force(true));
        channel.close();
        store.publish(temporary, expected);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(temporary);
    }

    private void onDisk(Write write) throws IOException {
        try {
            write.run();
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("no space") || message.contains("quota")) {
                throw new ArtifactFailure(ArtifactFailure.Reason.DISK_FULL,
                        "the disk of this node is full (" + e.getMessage() + "); free some, then upload again");
            }
            throw e;
        }
    }

    private interface Write {
        void run() throws IOException;
    }
}
