package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditMonitorTest {
    private final MonitorFile memory;
    private final AuditMonitor monitor;

    AuditMonitorTest(@TempDir Path directory) {
        memory = new MonitorFile(directory.resolve("kept-checkpoint"));
        monitor = new AuditMonitor(CheckpointReader.unsigned(), memory);
    }

    private static MemoryFiles fork(long size) throws IOException {
        return MemoryTree.of(size, i -> Vectors.largeEntry(i == 600 ? -1 : i)).files();
    }

    @Test
    void a_log_that_only_grows_is_followed() throws IOException {
        assertThat(monitor.look(MemoryTree.large(0).files())).isInstanceOf(AuditMonitor.Look.First.class);
        assertThat(monitor.look(MemoryTree.large(300).files())).isInstanceOf(AuditMonitor.Look.Grown.class);
        assertThat(monitor.look(MemoryTree.large(300).files())).isInstanceOf(AuditMonitor.Look.Unchanged.class);
        assertThat(monitor.look(MemoryTree.large(1000).files())).isInstanceOfSatisfying(AuditMonitor.Look.Grown.class,
                grown -> assertThat(grown.to().head()).isEqualTo(Vectors.largeHead(1000)));
        assertThat(memory.kept()).contains(MemoryTree.large(1000).checkpoint().bytes());
    }

    @Test
    void a_rewritten_past_raises_the_alarm_and_is_not_kept() throws IOException {
        monitor.look(MemoryTree.large(700).files());
        assertThat(monitor.look(fork(1000))).isInstanceOfSatisfying(AuditMonitor.Look.Alarm.class, alarm -> {
            assertThat(alarm.reason()).contains("sizes 700 (kept) and 1000 (seen) are not of one log");
            assertThat(alarm.seen()).isPresent();
        });
        assertThat(monitor.look(fork(700))).isInstanceOfSatisfying(AuditMonitor.Look.Alarm.class,
                alarm -> assertThat(alarm.reason()).contains("the log has forked"));
        assertThat(memory.kept()).contains(MemoryTree.large(700).checkpoint().bytes());
    }

    @Test
    void a_region_that_lags_is_told_from_one_that_forked() throws IOException {
        monitor.look(MemoryTree.large(1000).files());
        assertThat(monitor.look(MemoryTree.large(650).files())).isInstanceOfSatisfying(AuditMonitor.Look.Behind.class,
                behind -> assertThat(behind.proven()).isTrue());
        assertThat(monitor.look(fork(650))).isInstanceOf(AuditMonitor.Look.Alarm.class);
    }

    @Test
    void after_a_restart_a_lagging_region_is_not_proven_yet() throws IOException {
        monitor.look(MemoryTree.large(1000).files());
        AuditMonitor restarted = new AuditMonitor(CheckpointReader.unsigned(), memory);
        assertThat(restarted.look(MemoryTree.large(650).files())).isInstanceOfSatisfying(AuditMonitor.Look.Behind.class,
                behind -> assertThat(behind.proven()).isFalse());
    }

    @Test
    void missing_tiles_other_names_and_bad_signatures_raise_the_alarm() throws IOException {
        monitor.look(MemoryTree.large(300).files());
        assertThat(monitor.look(MemoryTree.large(1000).files().remove("tile/0/001")))
                .isInstanceOfSatisfying(AuditMonitor.Look.Alarm.class,
                        alarm -> assertThat(alarm.reason()).contains("tile/0/001 is missing"));
        Checkpoint renamed = new Checkpoint("other", MemoryTree.large(1000).checkpoint().head());
        assertThat(monitor.look(MemoryTree.large(1000).files().put("checkpoint", renamed.bytes())))
                .isInstanceOf(AuditMonitor.Look.Alarm.class);
        assertThat(monitor.look(MemoryTree.large(1000).files().remove("checkpoint")))
                .isInstanceOf(AuditMonitor.Look.Alarm.class);
        AuditMonitor strict = new AuditMonitor(new TrustCheck(Keys.twoOfThree()), memory);
        assertThat(strict.look(MemoryTree.large(1000).files().put("checkpoint", Keys.note("signed_checkpoint"))))
                .isInstanceOfSatisfying(AuditMonitor.Look.Alarm.class,
                        alarm -> assertThat(alarm.reason()).contains("quorum"));
    }
}
