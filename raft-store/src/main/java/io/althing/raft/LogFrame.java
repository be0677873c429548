package io.althing.raft;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** An entry's bytes in the log: the leader's clock as eight big-endian bytes, then the payload. No payload means a barrier. */
final class LogFrame {
    static final int STAMP_BYTES = Long.BYTES;

    private LogFrame() {}

    static ByteBuffer of(long stampMillis, byte[] payload) {
        return ByteBuffer.allocate(STAMP_BYTES + payload.length).putLong(stampMillis).put(payload).flip();
    }

    static boolean isBarrier(ByteBuffer frame) {
        return frame.remaining() == STAMP_BYTES;
    }

    /** @throws IllegalStateException if the bytes are no frame: the log was written by something else */
    static LogEntry read(long index, long term, ByteBuffer frame) {
        if (frame.remaining() < STAMP_BYTES) {
            throw new IllegalStateException("log entry " + index + " has " + frame.remaining()
                    + " bytes, too few for a stamp; this log was not written by this program");
        }
        byte[] bytes = new byte[frame.remaining()];
        frame.duplicate().get(bytes);
        return new LogEntry(index, term, ByteBuffer.wrap(bytes).getLong(),
                Arrays.copyOfRange(bytes, STAMP_BYTES, bytes.length));
    }
}
