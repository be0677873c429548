package io.althing.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** A {@link KeyValue} in memory: the fake for tests and simulations. Nothing survives it but its checkpoints. */
public final class MemoryKeyValue implements KeyValue {
    private static final String FILE = "entries";

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private NavigableMap<byte[], byte[]> entries = KeyOrder.newMap();
    private boolean seenBySnapshot;
    private boolean closed;

    /** The contents of a directory that {@link #checkpoint} filled. */
    public static MemoryKeyValue ofCheckpoint(Path dir) {
        MemoryKeyValue store = new MemoryKeyValue();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(dir.resolve(FILE)))) {
            for (int left = in.readInt(); left > 0; left--) {
                byte[] key = in.readNBytes(in.readInt());
                store.entries.put(key, in.readNBytes(in.readInt()));
            }
            return store;
        } catch (IOException e) {
            throw new KeyValueFault.StorageFailed(dir, String.valueOf(e.getMessage()), e);
        }
    }

    /** Another one with the same contents, which goes its own way from here. */
    public MemoryKeyValue copy() {
        Frozen now = (Frozen) snapshot();
        MemoryKeyValue copy = new MemoryKeyValue();
        copy.entries = now.entries;
        copy.seenBySnapshot = true;
        return copy;
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        return reading(view -> view.get(key));
    }

    @Override
    public List<KeyValue.Entry> range(byte[] fromInclusive, byte[] toExclusive, int limit) {
        return reading(view -> view.range(fromInclusive, toExclusive, limit));
    }

    @Override
    public List<KeyValue.Entry> rangeDescending(byte[] fromInclusive, byte[] toExclusive, int limit) {
        return reading(view -> view.rangeDescending(fromInclusive, toExclusive, limit));
    }

    @Override
    public void write(WriteSet batch) {
        lock.writeLock().lock();
        try {
            requireOpen();
            if (seenBySnapshot) {
                entries = new TreeMap<>(entries);
                seenBySnapshot = false;
            }
            for (WriteSet.Change change : batch.changes()) {
                change.value().ifPresentOrElse(value -> entries.put(change.key(), value),
                        () -> entries.remove(change.key()));
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public Snapshot snapshot() {
        lock.writeLock().lock();
        try {
            requireOpen();
            seenBySnapshot = true;
            return new Frozen(entries);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void checkpoint(Path emptyDir) {
        Frozen now = (Frozen) snapshot();
        try {
            Files.createDirectories(emptyDir);
            try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(emptyDir.resolve(FILE)))) {
                out.writeInt(now.entries.size());
                for (Map.Entry<byte[], byte[]> entry : now.entries.entrySet()) {
                    out.writeInt(entry.getKey().length);
                    out.write(entry.getKey());
                    out.writeInt(entry.getValue().length);
                    out.write(entry.getValue());
                }
            }
        } catch (IOException e) {
            throw new KeyValueFault.StorageFailed(emptyDir, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T reading(Function<KeyValueView, T> read) {
        lock.readLock().lock();
        try {
            requireOpen();
            return read.apply(new Frozen(entries));
        } finally {
            lock.readLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the key-value store is closed");
        }
    }

    private final class Frozen implements Snapshot {
        private final NavigableMap<byte[], byte[]> entries;

        Frozen(NavigableMap<byte[], byte[]> entries) {
            this.entries = entries;
        }

        @Override
        public Optional<byte[]> get(byte[] key) {
            requireOpen();
            return Optional.ofNullable(entries.get(key));
        }

        @Override
        public List<KeyValue.Entry> range(byte[] fromInclusive, byte[] toExclusive, int limit) {
            requireOpen();
            return first(KeyOrder.slice(entries, fromInclusive, toExclusive), limit);
        }

        @Override
        public List<KeyValue.Entry> rangeDescending(byte[] fromInclusive, byte[] toExclusive, int limit) {
            requireOpen();
            return first(KeyOrder.slice(entries, fromInclusive, toExclusive).descendingMap(), limit);
        }

        @Override
        public void close() {
            // holds nothing but memory
        }

        private static List<KeyValue.Entry> first(NavigableMap<byte[], byte[]> range, int limit) {
            return range.entrySet().stream().limit(limit).map(e -> new KeyValue.Entry(e.getKey(), e.getValue()))
                    .toList();
        }
    }
}
