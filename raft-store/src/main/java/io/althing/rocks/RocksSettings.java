package io.althing.rocks;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.Filter;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WALRecoveryMode;

/**
 * RocksDB's options for one replica's state. Memory is bounded to about 120 MiB: 24 MiB block cache (index and filter blocks
 * included) and at most three memtables of 32 MiB; so three nodes fit on one small host. Compaction begins at eight files of level 0:
 * at four of half the size it cost a third more processor time for each write.
 *
 * <p>The write-ahead log is replayed with <em>tolerate corrupted tail records</em>: an incomplete last record (the process died in the
 * middle of a write) is dropped, as it was never acknowledged; damage anywhere else refuses to open. RocksDB's default,
 * point-in-time recovery, would silently drop everything behind the damage.
 */
final class RocksSettings implements AutoCloseable {
    private static final long MIB = 1 << 20;

    private final Cache cache = new LRUCache(24 * MIB, 2);
    private final Filter bloom = new BloomFilter(10);
    private final Options options = new Options();

    RocksSettings(boolean mayCreate) {
        options.setCreateIfMissing(mayCreate);
        safety();
        bounds();
        options.setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(bloom)
                // from 6 on the footer has a checksum too
                .setFormatVersion(6));
    }

    Options options() {
        return options;
    }

    private void safety() {
        options.setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setParanoidChecks(true)
                .setForceConsistencyChecks(true)
                // a full disk is answered by stopping and opening again, never by retrying behind our back
                .setMaxBgErrorResumeCount(0);
    }

    private void bounds() {
        options.setWriteBufferSize(32 * MIB)
                .setMaxWriteBufferNumber(3)
                .setTargetFileSizeBase(32 * MIB)
                .setLevel0FileNumCompactionTrigger(8)
                .setMaxBytesForLevelBase(256 * MIB)
                .setMaxTotalWalSize(128 * MIB)
                .setMaxManifestFileSize(16 * MIB)
                .setMaxOpenFiles(256)
                .setMaxBackgroundJobs(2)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(MIB)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    @Override
    public void close() {
        options.close();
        bloom.close();
        cache.close();
    }

    static {
        RocksDB.loadLibrary();
    }
}
