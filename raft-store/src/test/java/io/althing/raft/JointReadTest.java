package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexResponse;

import io.althing.raft.transport.LinkFaults;
import io.althing.registry.NodeId;

/** While two configurations are joint, reads go through the log, which both must confirm. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JointReadTest {
    private static final int APPEND_ENTRIES = 3;
    /** Long enough to look at a joint configuration that cannot be committed before its leader gives up; lost calls are noticed soon. */
    private static final RaftSettings PATIENT = RaftSettings.defaults().with(new RaftSettings.Timing(
            Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofMillis(500)));

    private static final Duration AN_ELECTION_OR_TWO = Duration.ofSeconds(40);

    private final Path dir;
    private final AtomicReference<String> unheardBySeeds = new AtomicReference<>("nobody");
    private final AtomicBoolean joinerHearsNobody = new AtomicBoolean();

    JointReadTest(@TempDir Path dir) {
        this.dir = dir;
    }

    private LinkFaults.Fate fate(String from, String to, int number) {
        boolean lost = to.startsWith("n4.") ? joinerHearsNobody.get() : from.equals(unheardBySeeds.get());
        return lost && number == APPEND_ENTRIES ? LinkFaults.Fate.DROP : LinkFaults.Fate.DELIVER;
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

            Member to = seed(cluster, n -> n.equals(name));
            try (MemberLine line = MemberLine.of(cluster, seed(cluster, n -> !n.equals(name)))) {
                Supplier<String> follower = () -> readIndex(line, to);
                assertThat(follower.get()).isEqualTo("granted");
                readsWhileJoint(cluster, name, follower);
            }
        }
    }

    /** The learner leaves first, which the seeds must agree to; what they do not hear of is the joint configuration that follows. */
    private void readsWhileJoint(RaftTestCluster cluster, String name, Supplier<String> follower) throws Exception {
        RaftNode<String> leader = cluster.node(name);
        joinerHearsNobody.set(true);
        CompletableFuture<Void> change = leader.makeVoter(new NodeId("n4"));
        await("the learner to have left, as the seeds agree", () -> leader.status().members().size() == 3
                && leader.status().positions().committed() == last(leader));
        unheardBySeeds.set(name);
        joinerHearsNobody.set(false);
        await("a follower to be given no point to read at", () -> follower.get().contains("membership is changing"));
        long joint = last(leader);
        CompletableFuture<ReadPoint> read = leader.readIndex(AN_ELECTION_OR_TWO);
        await("the read's barrier", () -> last(leader) > joint);
        assertThat(read).as("a quorum of neither configuration is enough").isNotDone();
        assertThat(follower.get()).contains("membership is changing");

        unheardBySeeds.set("nobody");
        ReadPoint point = read.get(AN_ELECTION_OR_TWO.toSeconds() + 5, TimeUnit.SECONDS);
        assertThat(point.index()).isGreaterThan(joint);
        assertThat(cluster.machine(name).get("a")).isEqualTo("1");
        await("the change to be over, done or given up with its leader", change::isDone);
    }

    private static Member seed(RaftTestCluster cluster, Predicate<String> which) {
        return cluster.genesis().seeds().stream().filter(s -> which.test(s.node().value())).findFirst().orElseThrow();
    }

    /** What a follower hears from the leader: "granted", or why not. */
    private static String readIndex(MemberLine line, Member to) {
        try {
            Object answer = line.ask(to, ReadIndexRequest.newBuilder().setGroupId("test").setServerId(line.name())
                    .setPeerId(PeerNames.peer(to).toString()).build());
            return answer instanceof ReadIndexResponse response && response.getSuccess()
                    ? "granted"
                    : answer.toString();
        } catch (RemotingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long last(RaftNode<String> node) {
        return node.status().positions().last();
    }
}
