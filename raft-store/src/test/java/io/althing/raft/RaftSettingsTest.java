package io.althing.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.rocksdb.WALRecoveryMode;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.option.ReadOnlyOption;
import com.alipay.sofa.jraft.storage.snapshot.ThroughputSnapshotThrottle;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;

import io.althing.raft.transport.AlthingRpcFactory;

/** Pins every setting in which JRaft's default is dangerous or wrong for us. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RaftSettingsTest {
    private final NodeOptions node = options(RaftSettings.defaults());
    private final RaftOptions raft = node.getRaftOptions();

    private static NodeOptions options(RaftSettings settings) {
        JraftOptions.boundPools();
        return JraftOptions.node(settings, new NoTransport(), Path.of("data"), new Configuration());
    }

    @Test
    void log_and_vote_are_synced_and_entries_carry_checksums() {
        assertThat(raft.isSync()).isTrue();
        assertThat(raft.isSyncMeta()).isTrue();
        assertThat(raft.isEnableLogEntryChecksum()).isTrue();
    }

    @Test
    void reads_ask_a_quorum_and_never_trust_a_lease() {
        assertThat(raft.getReadOnlyOptions()).isEqualTo(ReadOnlyOption.ReadOnlySafe);
        assertThat(raft.getMaxReadIndexLag()).isEqualTo(10_000);
    }

    @Test
    void caches_and_queues_are_bounded() {
        assertThat(raft.getMaxLogsInMemoryBytes()).isEqualTo(128L << 20);
        assertThat(raft.getDisruptorBufferSize()).isEqualTo(16384);
        assertThat(raft.getMaxReplicatorInflightMsgs()).isEqualTo(256);
        assertThat(raft.getMaxBodySize()).isEqualTo(512 << 10);
        assertThat(raft.getMaxAppendBufferSize()).isEqualTo(1 << 20);
        assertThat(raft.getApplyBatch()).isEqualTo(128);
    }

    @Test
    void administrative_messages_and_statistics_are_off() {
        assertThat(node.isDisableCli()).isTrue();
        assertThat(raft.isOpenStatistics()).isFalse();
    }

    @Test
    void elections_wait_a_second_unless_told_otherwise() {
        assertThat(node.getElectionTimeoutMs()).isEqualTo(1000);
        assertThat(raft.getMaxElectionDelayMs()).isEqualTo(1000);
        assertThat(options(RaftSettings.defaults().with(RaftSettings.Timing.global())).getElectionTimeoutMs())
                .isEqualTo(5000);
        assertThat(RaftSettings.Timing.continental().election()).isEqualTo(Duration.ofMillis(2500));
        assertThatThrownBy(() -> new RaftSettings.Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("timing.election");
    }

    @Test
    void snapshots_are_throttled_and_compared_before_they_are_copied() {
        assertThat(node.getSnapshotThrottle()).isInstanceOf(ThroughputSnapshotThrottle.class);
        assertThat(node.isFilterBeforeCopyRemote()).isTrue();
        assertThat(RaftSettings.defaults().snapshots().interval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(RaftSettings.defaults().snapshots().margin()).isEqualTo(20_000);
        assertThat(node.getSnapshotIntervalSecs()).as("the node keeps the rhythm itself").isZero();
        assertThat(node.getRpcInstallSnapshotTimeout()).isEqualTo(30 * 60 * 1000);
    }

    @Test
    void pools_fit_two_cores() {
        assertThat(node.getTimerPoolSize()).isEqualTo(2);
        assertThat(node.getRaftRpcThreadPoolSize()).isEqualTo(4);
        assertThat(node.getCliRpcThreadPoolSize()).isEqualTo(1);
        assertThat(node.getRpcProcessorThreadPoolSize()).isEqualTo(6);
        assertThat(System.getProperty("jraft.available_processors")).isNotNull();
        assertThat(System.getProperty("jraft.closure.threadpool.size.max")).isNotNull();
    }

    @Test
    void a_log_damaged_in_the_middle_does_not_open() {
        assertThat(LogStorageOptions.inForce().walRecoveryMode())
                .isEqualTo(WALRecoveryMode.TolerateCorruptedTailRecords);
        assertThat(LogStorageOptions.inForce().paranoidChecks()).isTrue();
        assertThat(LogStorageOptions.inForce().maxTotalWalSize()).isEqualTo(256L << 20);
    }

    @Test
    void our_factory_is_the_one_jraft_finds() {
        assertThat(RpcFactoryHelper.rpcFactory()).isInstanceOf(AlthingRpcFactory.class);
    }
}
