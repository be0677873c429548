package io.althing.rocks;

import io.althing.store.KeyValue.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** Reads as of now or as of one snapshot. Checksums are verified at every read from disk. */
final class RocksReads implements AutoCloseable {
    private final RocksDB db;
    private final Consumer<ReadOptions> asOf;
    private final ReadOptions single;

    RocksReads(RocksDB db) {
        this(db, options -> {});
    }

    RocksReads(RocksDB db, Snapshot snapshot) {
        this(db, options -> options.setSnapshot(snapshot));
    }

    private RocksReads(RocksDB db, Consumer<ReadOptions> asOf) {
        this.db = db;
        this.asOf = asOf;
        this.single = options();
    }

    Optional<byte[]> get(byte[] key) throws RocksDBException {
        return Optional.ofNullable(db.get(single, key));
    }

    List<Entry> range(byte[] fromInclusive, byte[] toExclusive, int limit) throws RocksDBException {
        return bounded(fromInclusive, toExclusive, iterator -> {
            List<Entry> found = new ArrayList<>();
            for (iterator.seek(fromInclusive); found.size() < limit && iterator.isValid(); iterator.next()) {
                found.add(new Entry(iterator.key(), iterator.value()));
            }
            return found;
        });
    }

    List<Entry> rangeDescending(byte[] fromInclusive, byte[] toExclusive, int limit) throws RocksDBException {
        return bounded(fromInclusive, toExclusive, iterator -> {
            List<Entry> found = new ArrayList<>();
            for (iterator.seekToLast(); found.size() < limit && iterator.isValid(); iterator.prev()) {
                found.add(new Entry(iterator.key(), iterator.value()));
            }
            return found;
        });
    }

    @Override
    public void close() {
        single.close();
    }

    private ReadOptions options() {
        ReadOptions options = new ReadOptions().setVerifyChecksums(true);
        asOf.accept(options);
        return options;
    }

    private List<Entry> bounded(byte[] from, byte[] to, Walk walk) throws RocksDBException {
        boolean ends = to.length > 0;
        if (ends && Arrays.compareUnsigned(from, to) >= 0) {
            return List.of();
        }
        try (ReadOptions options = options(); Slice lower = new Slice(from); Slice upper = new Slice(to)) {
            options.setIterateLowerBound(lower);
            if (ends) {
                options.setIterateUpperBound(upper);
            }
            try (RocksIterator iterator = db.newIterator(options)) {
                List<Entry> found = walk.over(iterator);
                iterator.status();
                return found;
            }
        }
    }

    private interface Walk {
        List<Entry> over(RocksIterator iterator);
    }
}
