package io.althing.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Puts and deletes in the order given, to be written as one; of several to the same key the last wins. Not thread-safe. */
public final class WriteSet {
    private final List<Change> changes = new ArrayList<>();
    private long bytes;

    /** One step of a batch. */
    public sealed interface Change {
        byte[] key();
    }

    /** Sets a key. */
    public record Put(byte[] key, byte[] value) implements Change {}

    /** Removes a key; nothing happens if it is not there. */
    public record Delete(byte[] key) implements Change {}

    public WriteSet put(byte[] key, byte[] value) {
        changes.add(new Put(key, value));
        bytes += key.length + value.length;
        return this;
    }

    public WriteSet delete(byte[] key) {
        changes.add(new Delete(key));
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
