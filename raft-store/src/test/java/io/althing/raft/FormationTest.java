package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.althing.registry.NodeId;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FormationTest {
    private final Path dir;

    FormationTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void no_seed_starts_raft_before_every_seed_has_answered() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir)) {
            List<CompletableFuture<Void>> two = Stream.of("n1", "n2")
                    .map(n -> CompletableFuture.runAsync(() -> cluster.start(n), r -> Thread.ofPlatform().start(r)))
                    .toList();
            await("both to write their identity",
                    () -> Stream.of("n1", "n2").allMatch(n -> identity(n).contains("stage FORMING")));
            assertThat(cluster.dir("n1").resolve("raft")).doesNotExist();
            assertThat(cluster.dir("n2").resolve("raft")).doesNotExist();
            cluster.start("n3");
            two.forEach(CompletableFuture::join);
            cluster.awaitLeader();
            assertThat(identity("n1")).contains("stage FORMED").contains("seen n2").contains("seen n3");
        }
    }

    @Test
    void waiting_for_the_other_seeds_ends_when_the_node_is_stopped() {
        try (RaftTestCluster cluster = RaftTestCluster.of(2, dir)) {
            RaftNode<String> node = cluster.prepare(cluster.genesis().seeds().getFirst());
            CompletableFuture<Void> start = CompletableFuture.runAsync(() -> assertThatThrownBy(node::start)
                    .isInstanceOf(StartRefused.class).hasMessageContaining("stopped while it waited"),
                    r -> Thread.ofPlatform().start(r));
            await("its identity", () -> identity("n1").contains("FORMING"));
            node.stop();
            RaftTestCluster.get(start);
        }
    }

    @Test
    void a_wiped_node_refuses_its_old_name_and_the_remedy_works() throws IOException {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            cluster.put(cluster.awaitLeader(), "r1", "a", "1");
            String wiped = cluster.awaitFollower();
            cluster.stop(wiped);
            wipe(cluster.dir(wiped));
            cluster.forgetState(wiped);
            assertThatThrownBy(() -> cluster.start(wiped)).hasMessageContaining("has been part of this cluster before")
                    .hasMessageContaining("remove node '" + wiped + "'").hasMessageContaining("new node id");
            String leader = cluster.awaitLeader();
            RaftTestCluster.get(cluster.node(leader)
                    .removeMember(new NodeId(wiped)));
            Member replacement = RaftTestCluster.member("fresh");
            cluster.start(replacement);
            RaftTestCluster.get(cluster.node(leader).addLearner(replacement));
            RaftTestCluster.get(cluster.node(leader).makeVoter(replacement.node()));
            long index = cluster.put("fresh", "r2", "b", "2").index();
            await("the replacement to apply", () -> cluster.machine("fresh").appliedIndex() == index);
            assertThat(cluster.machine("fresh").get("a")).isEqualTo("1");
        }
    }

    @Test
    void a_data_directory_of_another_cluster_or_node_is_refused() {
        Member member = RaftTestCluster.member("n1");
        Genesis ours = new Genesis("ours", List.of(member));
        RaftNode<String> first = node(member, ours);
        start(first);
        first.stop();
        assertThatThrownBy(() -> node(member, new Genesis("theirs", List.of(member))).start())
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("belongs to cluster 'ours', not to 'theirs'");
        Member moved = new Member(member.node(), member.region(),
                new HostPort("127.0.0.1", RaftTestCluster.freePort()));
        assertThatThrownBy(() -> node(moved, new Genesis("ours", List.of(moved))).start())
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("belongs to " + member);
    }

    @Test
    void an_identity_without_its_log_and_a_log_without_its_identity_are_refused() throws IOException {
        Member member = RaftTestCluster.member("n1");
        Genesis genesis = new Genesis("ours", List.of(member));
        RaftNode<String> first = node(member, genesis);
        start(first);
        first.stop();
        Files.move(dir.resolve("raft"), dir.resolve("elsewhere"));
        assertThatThrownBy(() -> node(member, genesis).start()).isInstanceOf(StartRefused.class)
                .hasMessageContaining("has an identity but its log").hasMessageContaining("is missing");
        Files.move(dir.resolve("elsewhere"), dir.resolve("raft"));
        Files.delete(dir.resolve("identity"));
        assertThatThrownBy(() -> node(member, genesis).start()).isInstanceOf(StartRefused.class)
                .hasMessageContaining("holds no identity file");
    }

    @Test
    void a_damaged_identity_file_is_refused() throws IOException {
        Member member = RaftTestCluster.member("n1");
        Genesis genesis = new Genesis("ours", List.of(member));
        RaftNode<String> first = node(member, genesis);
        start(first);
        first.stop();
        Path file = dir.resolve("identity");
        Files.writeString(file, Files.readString(file).replace("cluster ours", "cluster our5"));
        assertThatThrownBy(() -> node(member, genesis).start()).isInstanceOf(StartRefused.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    void a_port_in_use_is_named() {
        Member member = RaftTestCluster.member("n1");
        Genesis genesis = new Genesis("ours", List.of(member));
        RaftNode<String> first = node(member, genesis);
        start(first);
        try {
            RaftNodeConfig other = RaftNodeConfig.direct(member, genesis, dir.resolve("other"),
                    RaftTestCluster.quick());
            assertThatThrownBy(() -> node(other).start()).isInstanceOf(StartRefused.class)
                    .hasMessageContaining("cannot listen on " + member.address());
        } finally {
            first.stop();
        }
    }

    private RaftNode<String> node(Member member, Genesis genesis) {
        return node(RaftNodeConfig.direct(member, genesis, dir, RaftTestCluster.quick()));
    }

    private static RaftNode<String> node(RaftNodeConfig config) {
        return new RaftNode<>(config, new HeapMachine(), new HeapMachine.Codec(),
                new RaftNode.Hooks(InstantSource.system(),
                        new SecureRandom(), LeadershipListener.none(), error -> {}));
    }

    private static void start(RaftNode<String> node) {
        try {
            node.start();
        } catch (IOException | StartRefused | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String identity(String node) {
        try {
            Path file = dir.resolve(node).resolve("identity");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void wipe(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        }
    }
}
