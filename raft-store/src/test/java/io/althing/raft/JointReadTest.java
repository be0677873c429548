package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexResponse;

import io.althing.raft.transport.DialMap;
import io.althing.raft.transport.LinkFaults;
import io.althing.raft.transport.PeerIdentity;
import io.althing.raft.transport.VertxTransport;
import io.althing.registry.NodeId;

/** While two configurations are joint, reads go through the log, which both must confirm. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JointReadTest {
    private static final int APPEND_ENTRIES = 3;
    /** Long enough to look at a joint configuration that cannot be committed before its leader gives up. */
    private static final RaftSettings PATIENT = RaftSettings.defaults().with(new RaftSettings.Timing(
            Duration.ofSeconds(12), Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(2)));

    private static final Duration AN_ELECTION_OR_TWO = Duration.ofSeconds(60);

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
    @Tag("long") // an election here takes twelve seconds; on a starved machine there are several
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

            try (Line line = line(cluster, name)) {
                assertThat(granted(line.askReadIndex())).isTrue();
                readsWhileJoint(cluster, name, line);
            }
        }
    }

    private void readsWhileJoint(RaftTestCluster cluster, String name, Line line) throws Exception {
        RaftNode<String> leader = cluster.node(name);
        long quiet = last(leader);
        heldBack.set(name);
        var unused = leader.makeVoter(new NodeId("n4"));
        await("the joint configuration", () -> last(leader) > quiet);
        long joint = last(leader);
        CompletableFuture<ReadPoint> read = leader.readIndex(AN_ELECTION_OR_TWO);
        await("the read's barrier", () -> last(leader) > joint);
        assertThat(read).as("a quorum of neither configuration is enough").isNotDone();
        assertThat(granted(line.askReadIndex())).as("a follower is given no point to read at").isFalse();

        heldBack.set("nobody");
        ReadPoint point = read.get(AN_ELECTION_OR_TWO.toSeconds() + 5, TimeUnit.SECONDS);
        assertThat(point.index()).isGreaterThan(joint);
        assertThat(cluster.machine(name).get("a")).isEqualTo("1");
    }

    private static boolean granted(Object answer) {
        return answer instanceof ReadIndexResponse response && response.getSuccess();
    }

    private static long last(RaftNode<String> node) {
        return node.status().positions().last();
    }

    /** A follower's own line to the leader, to ask what it may not ask itself. */
    private record Line(VertxTransport transport, RpcClient client, Member from, Member to) implements AutoCloseable {
        Object askReadIndex() throws Exception {
            return client.invokeSync(PeerNames.endpoint(to),
                    ReadIndexRequest.newBuilder().setGroupId("test").setServerId(PeerNames.peer(from).toString())
                            .setPeerId(PeerNames.peer(to).toString()).build(),
                    RaftTestCluster.PATIENCE.toMillis());
        }

        @Override
        public void close() {
            client.shutdown();
            transport.close();
        }
    }

    private static Line line(RaftTestCluster cluster, String leader) throws IOException {
        Member from = cluster.genesis().seeds().stream().filter(s -> !s.node().value().equals(leader)).findFirst()
                .orElseThrow();
        Member to = cluster.genesis().seeds().stream().filter(s -> s.node().value().equals(leader)).findFirst()
                .orElseThrow();
        PeerIdentity identity = new PeerIdentity("test", from.region().value(), from.node().value());
        VertxTransport transport = new VertxTransport(new VertxTransport.Config(Transports.target(from.address()),
                new DialMap(Map.of()),
                Optional.of(new VertxTransport.Config.Tls(cluster.issue(cluster.authority(), from), identity)),
                LinkFaults.none()));
        transport.open();
        RpcClient client = transport.newClient();
        client.init(new RpcOptions());
        return new Line(transport, client, from, to);
    }
}
