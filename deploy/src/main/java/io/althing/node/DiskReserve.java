package io.althing.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds a little room for the worst moment: it is given up when the disk is all but full, so that a rollback can still be
 * written, and made again once there is room.
 */
final class DiskReserve {
    /** How much it holds. */
    static final long BYTES = 16L << 20;

    private static final int PIECE = 1 << 20;

    private final Path file;

    DiskReserve(Path file) {
        this.file = file;
    }

    /** Whether it is there. */
    boolean held() {
        return Files.exists(file);
    }

    /** Makes it, unless it is there. A half-made one is removed. */
    void hold() throws IOException {
        if (held()) {
            return;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] piece = new byte[PIECE];
            for (long written = 0; written < BYTES; written += PIECE) {
                out.write(piece);
            }
        } catch (IOException noRoom) {
            Files.deleteIfExists(file);
            throw noRoom;
        }
    }

    /** Gives its room up. */
    void release() throws IOException {
        Files.deleteIfExists(file);
    }
}
