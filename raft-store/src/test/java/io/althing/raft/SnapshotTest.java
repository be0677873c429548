package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SnapshotTest {
    private final Path dir;

    SnapshotTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void a_node_that_missed_what_the_log_no_longer_has_installs_a_snapshot_and_serves() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String leader = cluster.awaitLeader();
            String lagging = cluster.awaitFollower();
            cluster.put(leader, "r0", "k0", "v");
            cluster.stop(lagging);
            cluster.forgetState(lagging);
            // the log is cut at the snapshot before the newest one
            for (int round = 0; round < 3; round++) {
                for (int i = 1; i <= 10; i++) {
                    cluster.put(leader, "r" + round + "-" + i, "k" + i, "round " + round);
                }
                RaftTestCluster.get(cluster.node(leader).snapshotNow());
            }
            cluster.start(lagging);
            long target = cluster.put(leader, "last", "z", "1").index();
            await("the lagging node to catch up", () -> cluster.machine(lagging).appliedIndex() == target);
            assertThat(cluster.machine(lagging).snapshotsLoaded()).isPositive();
            assertThat(cluster.machine(lagging).digest()).isEqualTo(cluster.machine(leader).digest());
        }
    }

    @Test
    void a_restart_loads_the_snapshot_if_the_state_is_behind_it_and_keeps_the_state_if_it_is_ahead() {
        try (RaftTestCluster cluster = RaftTestCluster.of(1, dir).startAll()) {
            cluster.awaitLeader();
            cluster.put("n1", "r1", "a", "1");
            RaftTestCluster.get(cluster.node("n1").snapshotNow());
            cluster.put("n1", "r2", "b", "2");
            cluster.stop("n1");
            cluster.start("n1");
            cluster.awaitLeader();
            assertThat(cluster.machine("n1").snapshotsLoaded()).isZero();
            cluster.stop("n1");
            String digest = cluster.machine("n1").digest();
            cluster.forgetState("n1");
            cluster.start("n1");
            await("replay", () -> cluster.machine("n1").digest().equals(digest));
            assertThat(cluster.machine("n1").snapshotsLoaded()).isOne();
        }
    }

    @Test
    void a_snapshot_with_an_altered_file_is_refused_and_named() throws IOException {
        try (RaftTestCluster cluster = RaftTestCluster.of(1, dir).startAll()) {
            cluster.awaitLeader();
            cluster.put("n1", "r1", "a", "1");
            RaftTestCluster.get(cluster.node("n1").snapshotNow());
            cluster.stop("n1");
            cluster.forgetState("n1");
            Path values = find("values");
            Files.writeString(values, "a 2\n");
            assertThatThrownBy(() -> cluster.start("n1")).hasMessageContaining("state/values")
                    .hasMessageContaining("does not match its digest").hasMessageContaining("new node id");
            await("the fatal error", () -> cluster.fatal("n1").isPresent());
            assertThat(cluster.fatal("n1").orElseThrow().kind()).isEqualTo(FatalError.Kind.SNAPSHOT);
            assertThat(cluster.machine("n1").appliedIndex()).isZero();
        }
    }

    private Path find(String name) throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(p -> p.endsWith(Path.of("state", name))).findFirst().orElseThrow();
        }
    }
}
