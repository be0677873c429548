package io.althing.raft;

import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import com.alipay.sofa.jraft.util.Requires;

/** JRaft's storages, and a window on the log's last configuration, which JRaft itself does not show while two are joint. */
final class StorageFactory extends DefaultJRaftServiceFactory {
    private volatile ConfigurationManager configurations = new ConfigurationManager();

    private final class WatchedLogStorage extends RocksDBLogStorage {
        WatchedLogStorage(String path, RaftOptions raftOptions) {
            super(path, raftOptions);
        }

        @Override
        public boolean init(com.alipay.sofa.jraft.option.LogStorageOptions opts) {
            configurations = opts.getConfigurationManager();
            return super.init(opts);
        }
    }

    @Override
    public LogStorage createLogStorage(String uri, RaftOptions raftOptions) {
        Requires.requireNonNull(LogStorageOptions.inForce(), "log storage options");
        return new WatchedLogStorage(uri, raftOptions);
    }

    /** Whether the newest configuration in the log, committed or not, is a single one. */
    boolean membershipStable() {
        ConfigurationEntry last = configurations.getLastConfiguration();
        return last == null || last.isStable();
    }
}
