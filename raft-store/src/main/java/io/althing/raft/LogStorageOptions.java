package io.althing.raft;

import org.rocksdb.DBOptions;
import org.rocksdb.WALRecoveryMode;

import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import com.alipay.sofa.jraft.util.StorageOptionsFactory;

/**
 * How the log's RocksDB opens. Damage in the middle of its write-ahead log would, by RocksDB's default, silently drop every later,
 * already acknowledged entry; here such a log does not open, and the node is re-seeded. Only a torn last record is forgiven.
 *
 * @see <a href="https://github.com/facebook/rocksdb/wiki/WAL-Recovery-Modes">WAL recovery modes</a>
 */
final class LogStorageOptions {
    /** JRaft keeps one set of options for the process; initialising this class registers it once. */
    private static final DBOptions OPTIONS = register();

    private LogStorageOptions() {}

    static DBOptions inForce() {
        return OPTIONS;
    }

    private static DBOptions register() {
        DBOptions options = StorageOptionsFactory.getDefaultRocksDBOptions();
        options.setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords);
        options.setParanoidChecks(true);
        options.setMaxTotalWalSize(256L << 20);
        options.setKeepLogFileNum(4);
        options.setMaxBackgroundJobs(2);
        StorageOptionsFactory.registerRocksDBOptions(RocksDBLogStorage.class, options);
        return options;
    }
}
