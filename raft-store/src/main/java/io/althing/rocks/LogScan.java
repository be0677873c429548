package io.althing.rocks;

import io.althing.store.KeyValueFault.StateDamaged;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads one file of RocksDB's log format (write-ahead log or MANIFEST) from end to end: blocks of 32 KiB, each filled with
 * records of {@code crc:4 length:2 type:1 payload}, little-endian; the masked CRC-32C covers type and payload, not
 * the length. Format: RocksDB wiki, "Write Ahead Log File Format". A write-ahead log's record begins with the
 * batch's first sequence number (8 bytes) and its count (4 bytes).
 */
final class LogScan {
    static final long UNKNOWN = -1;
    private static final int BLOCK = 1 << 15;
    private static final int HEADER = 7;
    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int SEQUENCED = 12;

    private final Path file;
    private String damage = "";
    private long first = UNKNOWN;
    private long next = UNKNOWN;

    private LogScan(Path file) {
        this.file = file;
    }

    static LogScan of(Path file) throws IOException {
        LogScan scan = new LogScan(file);
        try (InputStream in = Files.newInputStream(file)) {
            long offset = 0;
            for (byte[] block = in.readNBytes(BLOCK); block.length > 0
                    && scan.damage.isEmpty(); block = in.readNBytes(BLOCK)) {
                scan.block(block, offset);
                offset += block.length;
            }
        }
        return scan;
    }

    void requireSound() {
        if (!damage.isEmpty()) {
            throw new StateDamaged(file, damage, new IOException(damage));
        }
    }

    /**
     * @param expected the sequence number after the previous log, or {@link #UNKNOWN}
     * @return the sequence number after this log
     */
    long requireContinues(long expected) {
        if (first == UNKNOWN) {
            return expected;
        }
        if (expected != UNKNOWN && first != expected) {
            String gap = "it begins at batch " + first + " where " + expected + " has to follow";
            throw new StateDamaged(file, gap, new IOException(gap));
        }
        return next;
    }

    private void block(byte[] block, long offset) {
        ByteBuffer bytes = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + HEADER <= block.length && damage.isEmpty()) {
            int length = Short.toUnsignedInt(bytes.getShort(at + 4));
            int type = block[at + 6];
            if (type == 0 && length == 0) {
                break;
            }
            int end = at + HEADER + length;
            if (end > block.length) {
                beyond(block, at, offset);
                return;
            }
            if (checksum(block, at + 6, end) != bytes.getInt(at)) {
                damage = "checksum mismatch in the record at offset " + (offset + at);
                return;
            }
            if ((type == FULL || type == FIRST) && length >= SEQUENCED) {
                sequence(bytes.getLong(at + HEADER), bytes.getInt(at + HEADER + 8));
            }
            at = end;
        }
        if (damage.isEmpty() && !zero(block, at)) {
            damage = "stray bytes after offset " + (offset + at);
        }
    }

    /** A record that reaches beyond its block: an unfinished write, unless some shorter record was whole. */
    private void beyond(byte[] block, int at, long offset) {
        int stored = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
        CRC32C crc = new CRC32C();
        boolean whole = block.length == BLOCK;
        for (int end = at + 6; end < block.length && !whole; end++) {
            crc.update(block[end]);
            whole = masked(crc) == stored;
        }
        if (whole) {
            damage = "wrong length of the record at offset " + (offset + at);
        }
    }

    private void sequence(long sequence, int count) {
        if (first == UNKNOWN) {
            first = sequence;
        }
        next = sequence + count;
    }

    private static boolean zero(byte[] block, int from) {
        int left = block.length - from;
        return left <= 0 || Arrays.equals(block, from, block.length, new byte[left], 0, left)
                || (left < HEADER && block.length < BLOCK);
    }

    private static int checksum(byte[] block, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(block, from, to - from);
        return masked(crc);
    }

    private static int masked(CRC32C crc) {
        int value = (int) crc.getValue();
        return ((value >>> 15) | (value << 17)) + 0xa282ead8;
    }
}
