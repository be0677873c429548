package io.althing.raft;

import java.nio.file.Path;
import java.time.Duration;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.option.ReadOnlyOption;
import com.alipay.sofa.jraft.storage.snapshot.ThroughputSnapshotThrottle;

import io.althing.raft.transport.RaftTransport;
import io.althing.raft.transport.TransportNodeOptions;

/** The one place where settings become JRaft's options, and where its dangerous defaults are overridden. */
final class JraftOptions {
    private static final int APPLY_BATCH = 128;
    private static final int MIB = 1 << 20;

    private JraftOptions() {}

    /** Bounds JRaft's process-wide pools and quiets its message classes; works only before its first class is loaded, and yields to the operator's own choice. */
    static void boundPools() {
        setIfAbsent("jraft.available_processors", "2");
        setIfAbsent("jraft.closure.threadpool.size.max", "16");
        setIfAbsent("jraft.recyclers.maxCapacityPerThread", "1024");
        // JRaft ships message classes of an old generator; protobuf would print a warning for each
        setIfAbsent("com.google.protobuf.use_unsafe_pre22_gencode", "true");
    }

    static NodeOptions node(RaftSettings settings, RaftTransport transport, Path raftDir, Configuration seeds) {
        NodeOptions options = new TransportNodeOptions(transport);
        options.setInitialConf(seeds);
        options.setLogUri(raftDir.resolve("log").toString());
        options.setRaftMetaUri(raftDir.resolve("meta").toString());
        options.setSnapshotUri(raftDir.resolve("snapshot").toString());
        options.setElectionTimeoutMs(millis(settings.timing().election()));
        options.setRpcConnectTimeoutMs(millis(settings.timing().connect()));
        options.setRpcDefaultTimeout(millis(settings.timing().rpc()));
        options.setRpcInstallSnapshotTimeout(millis(settings.snapshots().install()));
        // RunningNode keeps the rhythm: JRaft's margin would also refuse a snapshot asked for by hand
        options.setSnapshotIntervalSecs(0);
        options.setSnapshotLogIndexMargin(0);
        options.setSnapshotThrottle(new ThroughputSnapshotThrottle(settings.snapshots().bytesPerSecond(), 10));
        options.setFilterBeforeCopyRemote(true);
        options.setDisableCli(true);
        options.setSharedTimerPool(true);
        options.setSharedElectionTimer(true);
        options.setSharedVoteTimer(true);
        options.setSharedStepDownTimer(true);
        options.setSharedSnapshotTimer(true);
        options.setTimerPoolSize(2);
        options.setCliRpcThreadPoolSize(1);
        options.setRaftRpcThreadPoolSize(settings.limits().rpcThreads());
        options.setRpcProcessorThreadPoolSize(6);
        options.setRaftOptions(raft(settings));
        return options;
    }

    private static RaftOptions raft(RaftSettings settings) {
        RaftOptions options = new RaftOptions();
        options.setSync(true);
        options.setSyncMeta(true);
        options.setEnableLogEntryChecksum(true);
        options.setOpenStatistics(false);
        options.setReadOnlyOptions(ReadOnlyOption.ReadOnlySafe);
        options.setMaxElectionDelayMs(Math.max(1, millis(settings.timing().electionSpread())));
        options.setMaxLogsInMemoryBytes(settings.limits().logCacheBytes());
        options.setMaxReadIndexLag(settings.limits().maxReadLag());
        options.setMaxReplicatorInflightMsgs(settings.limits().inFlight());
        options.setApplyBatch(APPLY_BATCH);
        options.setMaxAppendBufferSize(MIB);
        options.setMaxBodySize(MIB / 2);
        options.setDisruptorBufferSize(16384);
        return options;
    }

    private static int millis(Duration d) {
        return Math.toIntExact(d.toMillis());
    }

    private static void setIfAbsent(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
