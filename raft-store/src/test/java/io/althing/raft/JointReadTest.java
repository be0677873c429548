package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;

import io.althing.raft.transport.DialMap;
import io.althing.raft.transport.LinkFaults;
import io.althing.raft.transport.PeerIdentity;
import io.althing.raft.transport.VertxTransport;

/** While two configurations are joint, reads go through the log, which both must confirm. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JointReadTest {
    private static final int APPEND_ENTRIES = 3;
    /** Long enough to look at a joint configuration that cannot be committed before its leader gives up. */
    private static final RaftSettings PATIENT = RaftSettings.defaults().with(new RaftSettings.Timing(
            Duration.ofSeconds(8), Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(2)));

    private final Path dir;
    private final AtomicReference<String> heldBack = new AtomicReference<>("nobody");

    JointReadTest(@TempDir Path dir) {
        this.dir = dir;
    }

    /** Once a leader is held back, the seeds hear nothing more from it; a joiner does. */
    private LinkFaults.Fate fate(String from, String to, int number) {
        return from.equals(heldBack.get()) && number == APPEND_ENTRIES && !to.startsWith("n4.")
                ? LinkFaults.Fate.DROP
                : LinkFaults.Fate.DELIVER;
    }

    @Test
    void a_read_while_membership_changes_waits_for_the_log_and_sees_what_was_written_before() throws Exception {
        RaftTestCluster cluster = RaftTestCluster.of(3, dir).settings(PATIENT)
                .transport(config -> Transports.standard(config, (direction, peer, number) -> fate(
                        config.self().node().value(), peer, number)));
        try (cluster) {
            cluster.startAll();
            String name = cluster.awaitLeader();
            RaftNode<String> leader = cluster.node(name);
            Member joiner = RaftTestCluster.member("n4");
            cluster.start(joiner);
            RaftTestCluster.get(leader.addLearner(joiner));
            cluster.put(name, "r1", "a", "1");
            await("the joiner to catch up", () -> cluster.machine("n4").get("a").equals("1"));
            RaftTestCluster.get(leader.readIndex(RaftTestCluster.PATIENCE));
            long quiet = last(leader);
            RaftTestCluster.get(leader.readIndex(RaftTestCluster.PATIENCE));
            assertThat(last(leader)).as("a read of a single configuration writes nothing").isEqualTo(quiet);

            heldBack.set(name);
            CompletableFuture<Void> change = leader.makeVoter(joiner.node());
            await("the joint configuration", () -> last(leader) > quiet);
            long joint = last(leader);
            CompletableFuture<ReadPoint> read = leader.readIndex(RaftTestCluster.PATIENCE);
            await("the read's barrier", () -> last(leader) > joint);
            assertThat(read).as("a quorum of neither configuration is enough").isNotDone();
            assertThat(askedByFollower(cluster, name)).isEqualTo(RaftError.EAGAIN.getNumber());

            heldBack.set("nobody");
            ReadPoint point = RaftTestCluster.get(read);
            assertThat(point.index()).isGreaterThan(joint);
            RaftTestCluster.get(change);
            assertThat(cluster.machine(name).get("a")).isEqualTo("1");
        }
    }

    private static long last(RaftNode<String> node) {
        return node.status().positions().last();
    }

    /** What a follower's question for a read index is answered with. */
    private static int askedByFollower(RaftTestCluster cluster, String leader) throws Exception {
        Member self = cluster.genesis().seeds().stream().filter(s -> !s.node().value().equals(leader)).findFirst()
                .orElseThrow();
        Member to = cluster.genesis().seeds().stream().filter(s -> s.node().value().equals(leader)).findFirst()
                .orElseThrow();
        PeerIdentity identity = new PeerIdentity("test", self.region().value(), self.node().value());
        try (VertxTransport transport = new VertxTransport(new VertxTransport.Config(
                Transports.target(self.address()), new DialMap(Map.of()), Optional.of(new VertxTransport.Config.Tls(
                        cluster.issue(cluster.authority(), self), identity)),
                LinkFaults.none()))) {
            transport.open();
            RpcClient client = transport.newClient();
            client.init(new RpcOptions());
            Object answer = client.invokeSync(PeerNames.endpoint(to),
                    ReadIndexRequest.newBuilder().setGroupId("test").setServerId(PeerNames.peer(self).toString())
                            .setPeerId(PeerNames.peer(to).toString()).build(),
                    RaftTestCluster.PATIENCE.toMillis());
            client.shutdown();
            return ((ErrorResponse) answer).getErrorCode();
        }
    }
}
