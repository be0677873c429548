package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.althing.raft.transport.NodeCertificates;
import io.althing.raft.transport.TlsFiles;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SecureClusterTest {
    private final Path dir;

    SecureClusterTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void three_nodes_replicate_forward_read_and_install_a_snapshot_over_mutual_tls() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String leader = cluster.awaitLeader();
            String lagging = cluster.awaitFollower();
            cluster.put(lagging, "r0", "a", "1");
            cluster.stop(lagging);
            cluster.forgetState(lagging);
            for (int round = 0; round < 3; round++) {
                cluster.put(leader, "r-" + round, "k", "round " + round);
                RaftTestCluster.get(cluster.node(leader).snapshotNow());
            }
            cluster.start(lagging);
            RaftTestCluster.get(cluster.node(lagging).readIndex(RaftTestCluster.PATIENCE));
            assertThat(cluster.machine(lagging).get("k")).isEqualTo("round 2");
            assertThat(cluster.machine(lagging).snapshotsLoaded()).isPositive();
            assertThat(cluster.node(leader).certificates().orElseThrow().ends()).isBetween(Instant.now(),
                    Instant.now().plus(Duration.ofHours(1)));
        }
    }

    @Test
    void every_certificate_is_replaced_under_load_without_a_failed_write() throws IOException {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String through = cluster.awaitFollower();
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger written = new AtomicInteger();
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    cluster.put(through, "r" + written.get(), "a", "v" + written.incrementAndGet());
                }
            }, r -> Thread.ofPlatform().start(r));
            for (Member member : cluster.genesis().seeds()) {
                int before = written.get();
                await("writes to go on", () -> written.get() > before + 20 || load.isDone());
                Instant old = cluster.node(member.node().value()).certificates().orElseThrow().ends();
                cluster.issue(cluster.authority(), member);
                cluster.node(member.node().value()).reloadCertificates();
                assertThat(cluster.node(member.node().value()).certificates().orElseThrow().ends())
                        .isAfterOrEqualTo(old);
            }
            int before = written.get();
            await("writes to go on", () -> written.get() > before + 20 || load.isDone());
            enough.set(true);
            RaftTestCluster.get(load);
        }
    }

    @Test
    void a_new_certificate_that_is_unfit_leaves_the_old_one_in_force() throws IOException {
        try (RaftTestCluster cluster = RaftTestCluster.of(1, dir).startAll()) {
            cluster.awaitLeader();
            Member member = cluster.genesis().seeds().getFirst();
            TlsFiles files = cluster.issue(cluster.authority(), member);
            Files.writeString(files.certificate(), "not a certificate");
            assertThatThrownBy(() -> cluster.node("n1").reloadCertificates()).isInstanceOf(IOException.class)
                    .hasMessageContaining(files.certificate().toString());
            cluster.put("n1", "r1", "a", "1");
        }
    }

    @Test
    void a_node_does_not_start_on_another_nodes_certificate() {
        RaftTestCluster cluster = RaftTestCluster.of(2, dir);
        Member one = cluster.genesis().seeds().getFirst();
        TlsFiles others = cluster.issue(cluster.authority(), cluster.genesis().seeds().getLast());
        RaftNodeConfig config = new RaftNodeConfig(one, cluster.genesis(), dir.resolve("x"),
                new RaftNodeConfig.Network(one.address(), Map.of(), Optional.of(others)), RaftTestCluster.quick());
        RaftNode<String> node = new RaftNode<>(config, new HeapMachine(), new HeapMachine.Codec(),
                new RaftNode.Hooks(InstantSource.system(), new SecureRandom(), LeadershipListener.none(), error -> {}));
        assertThatThrownBy(node::start).isInstanceOf(StartRefused.class)
                .hasMessageContaining("althing://test/region-n2/n2's, not")
                .hasMessageContaining("no usable certificate");
    }

    @Test
    void keys_are_readable_by_their_owner_only() throws IOException {
        RaftTestCluster cluster = RaftTestCluster.of(1, dir);
        TlsFiles files = cluster.issue(cluster.authority(), cluster.genesis().seeds().getFirst());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key()))).isEqualTo("rw-------");
        cluster.authority().save(dir.resolve("ca.pem"), dir.resolve("ca.key"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("ca.key"))))
                .isEqualTo("rw-------");
        NodeCertificates again = NodeCertificates.open(dir.resolve("ca.pem"), dir.resolve("ca.key"),
                InstantSource.system(),
                new SecureRandom());
        assertThat(cluster.issue(again, cluster.genesis().seeds().getFirst()).certificate()).exists();
    }
}
