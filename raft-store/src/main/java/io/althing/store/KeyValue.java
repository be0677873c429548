package io.althing.store;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An ordered map of byte strings that holds one replica's state. Keys are ordered as unsigned bytes, a proper prefix first.
 *
 * <p>Threads: at most one thread writes at a time; any number of threads may read meanwhile, each call seeing whole batches only.
 *
 * <p>Durability: when {@link #write} returns, its batch survives the death of the process (kill -9). It is not forced to the
 * disk: after a power loss the store may come back at an earlier batch, never at a part of one or with a gap, and the Raft log,
 * which is forced, brings the rest back. For this the applied index belongs into the batch it counts.
 *
 * <p>Arrays handed in or out are never changed afterwards, by neither side. Every method throws a {@link KeyValueFault} when
 * the disk refuses or its bytes are damaged, and {@link IllegalStateException} after {@link #close}.
 */
public interface KeyValue extends KeyValueView, Closeable {

    /** Applies the batch as a whole or, when a fault is thrown, not at all. After a fault every later write throws it again. */
    void write(WriteSet batch);

    /** The state as it is now, whatever is written later. Costs memory and disk until closed. */
    Snapshot snapshot();

    /**
     * Makes a complete, consistent, forced copy of the state as of the latest write; where the file system can, by hard links. Call it
     * from the writing thread.
     *
     * @param emptyDir an empty or absent directory on the store's file system, whose parent exists
     */
    void checkpoint(Path emptyDir);

    /** Writes what is pending to disk and releases everything; closes open snapshots. Repeating it does nothing. */
    @Override
    void close();

    /** One point in time. Not tied to a thread. */
    interface Snapshot extends KeyValueView, AutoCloseable {
        @Override
        void close();
    }

    /** A key and its value, equal by content. */
    final class Entry {
        private final byte[] key;
        private final byte[] value;

        public Entry(byte[] key, byte[] value) {
            this.key = key;
            this.value = value;
        }

        public byte[] key() {
            return key;
        }

        public byte[] value() {
            return value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Entry entry && Arrays.equals(key, entry.key) && Arrays.equals(value, entry.value);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(key) + Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return HexFormat.of().formatHex(key) + "=" + HexFormat.of().formatHex(value);
        }
    }

    /** The end of the range of all keys that begin with {@code prefix}: empty (no end) if there is nothing behind it. */
    static byte[] endOfPrefix(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == (byte) 0xff) {
            last--;
        }
        byte[] end = Arrays.copyOf(prefix, last + 1);
        if (last >= 0) {
            end[last]++;
        }
        return end;
    }
}
