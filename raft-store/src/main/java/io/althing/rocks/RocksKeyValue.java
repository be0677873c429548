package io.althing.rocks;

import io.althing.store.KeyValue;
import io.althing.store.KeyValueFault;
import io.althing.store.WriteSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.rocksdb.Checkpoint;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** A {@link KeyValue} in a directory of RocksDB files, one column family. */
public final class RocksKeyValue implements KeyValue {
    private final Path dir;
    private final Consumer<KeyValueFault> onFault;
    private final RocksSettings settings;
    private final RocksDB db;
    private final WriteOptions unsynced = new WriteOptions();
    private final RocksReads reads;
    /** Native memory must not be touched after close: every use holds the read lock, close the write lock. */
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private final Set<PointInTime> snapshots = ConcurrentHashMap.newKeySet();
    private volatile Optional<KeyValueFault> failed = Optional.empty();
    private boolean closed;

    private RocksKeyValue(Path dir, Consumer<KeyValueFault> onFault, RocksSettings settings, RocksDB db) {
        this.dir = dir;
        this.onFault = onFault;
        this.settings = settings;
        this.db = db;
        this.reads = new RocksReads(db);
    }

    /** As {@link #open(Path, Consumer)}, telling nobody else of faults. */
    public static RocksKeyValue open(Path dir) {
        return open(dir, fault -> {});
    }

    /**
     * Opens the store in {@code dir}, creating it if the directory is absent or empty. Verifies the checksum of every file before it
     * returns; a store that refuses to open is left as it is.
     *
     * @param onFault told of every later fault before it is thrown, on the thread that met it: the place to raise the fence
     * @throws KeyValueFault.StateDamaged if a byte of the state is not what was written
     * @throws KeyValueFault for a full disk, missing permissions or a directory that another process has open
     */
    public static RocksKeyValue open(Path dir, Consumer<KeyValueFault> onFault) {
        try {
            boolean unborn = LogFiles.isUnborn(dir);
            if (unborn) {
                Files.createDirectories(dir);
            } else {
                LogFiles.check(dir);
            }
            try {
                return opened(dir, onFault, unborn);
            } catch (RocksDBException e) {
                KeyValueFault fault = Faults.of(dir, e);
                throw fault instanceof KeyValueFault.StateDamaged damage ? TableFiles.blame(dir, damage) : fault;
            }
        } catch (IOException e) {
            throw new KeyValueFault.StorageFailed(dir, e.toString(), e);
        }
    }

    private static RocksKeyValue opened(Path dir, Consumer<KeyValueFault> onFault, boolean mayCreate)
            throws RocksDBException {
        RocksSettings settings = new RocksSettings(mayCreate);
        RocksDB db;
        try {
            db = RocksDB.open(settings.options(), dir.toString());
        } catch (RocksDBException e) {
            settings.close();
            throw e;
        }
        try {
            db.verifyChecksum();
        } catch (RocksDBException e) {
            db.close();
            settings.close();
            throw e;
        }
        return new RocksKeyValue(dir, onFault, settings, db);
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        return using(() -> reads.get(key));
    }

    @Override
    public List<KeyValue.Entry> range(byte[] fromInclusive, byte[] toExclusive, int limit) {
        return using(() -> reads.range(fromInclusive, toExclusive, limit));
    }

    @Override
    public List<KeyValue.Entry> rangeDescending(byte[] fromInclusive, byte[] toExclusive, int limit) {
        return using(() -> reads.rangeDescending(fromInclusive, toExclusive, limit));
    }

    @Override
    public void write(WriteSet batch) {
        if (failed.isPresent()) {
            throw failed.get();
        }
        using(() -> {
            try (WriteBatch changes = new WriteBatch((int) Math.min(1 << 26, batch.bytes() + 64))) {
                for (WriteSet.Change change : batch.changes()) {
                    if (change.value().isPresent()) {
                        changes.put(change.key(), change.value().get());
                    } else {
                        changes.delete(change.key());
                    }
                }
                db.write(unsynced, changes);
            }
            return true;
        });
    }

    @Override
    public Snapshot snapshot() {
        return using(() -> {
            PointInTime snapshot = new PointInTime();
            snapshots.add(snapshot);
            return snapshot;
        });
    }

    @Override
    public void checkpoint(Path emptyDir) {
        using(() -> {
            // RocksDB makes the directory itself and refuses one that is there
            Files.deleteIfExists(emptyDir);
            try (Checkpoint checkpoint = Checkpoint.create(db)) {
                checkpoint.createCheckpoint(emptyDir.toString());
            }
            return true;
        });
    }

    /** Moves what is only in memory and the write-ahead log into a table file, whose checksums cover every byte. */
    void flush() {
        using(() -> {
            try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
                db.flush(waiting);
            }
            return true;
        });
    }

    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                snapshots.forEach(PointInTime::release);
                closeDatabase();
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }

    private void closeDatabase() {
        try (settings; unsynced; reads; FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            if (failed.isEmpty()) {
                db.flush(waiting);
            }
        } catch (RocksDBException e) {
            // nothing is lost: the write-ahead log holds what could not be flushed
            onFault.accept(Faults.of(dir, e));
        } finally {
            db.close();
        }
    }

    private <T> T using(Use<T> use) {
        inUse.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the key-value store in " + dir + " is closed");
            }
            return use.run();
        } catch (RocksDBException e) {
            throw fault(Faults.of(dir, e));
        } catch (IOException e) {
            throw fault(new KeyValueFault.StorageFailed(dir, e.toString(), e));
        } finally {
            inUse.readLock().unlock();
        }
    }

    private KeyValueFault fault(KeyValueFault fault) {
        failed = Optional.of(fault);
        onFault.accept(fault);
        return fault;
    }

    private interface Use<T> {
        T run() throws RocksDBException, IOException;
    }

    private final class PointInTime implements Snapshot {
        private final org.rocksdb.Snapshot point = db.getSnapshot();
        private final RocksReads then = new RocksReads(db, point);
        private boolean released;

        @Override
        public Optional<byte[]> get(byte[] key) {
            return using(() -> live().get(key));
        }

        @Override
        public List<KeyValue.Entry> range(byte[] fromInclusive, byte[] toExclusive, int limit) {
            return using(() -> live().range(fromInclusive, toExclusive, limit));
        }

        @Override
        public List<KeyValue.Entry> rangeDescending(byte[] fromInclusive, byte[] toExclusive, int limit) {
            return using(() -> live().rangeDescending(fromInclusive, toExclusive, limit));
        }

        @Override
        public void close() {
            inUse.writeLock().lock();
            try {
                release();
                snapshots.remove(this);
            } finally {
                inUse.writeLock().unlock();
            }
        }

        private RocksReads live() {
            if (released) {
                throw new IllegalStateException("the snapshot is closed");
            }
            return then;
        }

        private void release() {
            if (!released) {
                released = true;
                then.close();
                db.releaseSnapshot(point);
                point.close();
            }
        }
    }
}
