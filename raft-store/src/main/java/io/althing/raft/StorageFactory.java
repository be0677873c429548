package io.althing.raft;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.core.DefaultJRaftServiceFactory;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import com.alipay.sofa.jraft.util.Requires;

/** JRaft's storages, and a window on the log's last configuration, which JRaft itself does not show while two are joint. */
final class StorageFactory extends DefaultJRaftServiceFactory {
    private final Configuration seeds;
    private volatile ConfigurationManager configurations = new ConfigurationManager();

    /** @param seeds the members before the log has any */
    StorageFactory(Configuration seeds) {
        this.seeds = seeds;
    }

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

    /** Whether a peer votes or learns by the newest configuration in the log, or by the one it replaces; by the seeds if it has none. */
    boolean isMember(String peer) {
        ConfigurationEntry last = configurations.getLastConfiguration();
        PeerId id = PeerId.parsePeer(peer);
        if (id == null) {
            return false;
        }
        if (last == null || last.isEmpty()) {
            return seeds.contains(id);
        }
        return last.contains(id) || last.containsLearner(id);
    }
}
