package io.althing.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Puts and deletes in the order given, to be written as one; of several to the same key the last wins. Not thread-safe. */
public final class WriteSet {
    private final List<Change> changes = new ArrayList<>();
    private long bytes;

    /** One step of a batch: sets a key, or removes it. */
    public static final class Change {
        private final byte[] key;
        private final Optional<byte[]> value;

        private Change(byte[] key, Optional<byte[]> value) {
            this.key = key;
            this.value = value;
        }

        public byte[] key() {
            return key;
        }

        /** What the key is set to; empty if it is removed. */
        public Optional<byte[]> value() {
            return value;
        }
    }

    public WriteSet put(byte[] key, byte[] value) {
        changes.add(new Change(key, Optional.of(value)));
        bytes += key.length + value.length;
        return this;
    }

    public WriteSet delete(byte[] key) {
        changes.add(new Change(key, Optional.empty()));
        bytes += key.length;
        return this;
    }

    /** Appends the other's changes, in their order. */
    public WriteSet addAll(WriteSet later) {
        changes.addAll(later.changes);
        bytes += later.bytes;
        return this;
    }

    /** The changes in order; a live view. */
    public List<Change> changes() {
        return Collections.unmodifiableList(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Bytes of all keys and values: what to cut a long batch by. */
    public long bytes() {
        return bytes;
    }
}
