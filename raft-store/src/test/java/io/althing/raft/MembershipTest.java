package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.althing.registry.NodeId;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MembershipTest {
    private final Path dir;

    MembershipTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void a_joiner_is_a_learner_first_and_then_votes() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String leader = cluster.awaitLeader();
            cluster.put(leader, "r1", "a", "1");
            Member joiner = RaftTestCluster.member("n4");
            refused(cluster.node(leader).addLearner(joiner), "does not answer");
            cluster.start(joiner);
            assertThat(cluster.node("n4").status().role()).isEqualTo(Status.Role.LEARNER);
            RaftTestCluster.get(cluster.node(leader).addLearner(joiner));
            assertThat(cluster.node(leader).status().members()).contains(new Status.MemberStatus(joiner, false));
            await("the learner to apply", () -> cluster.machine("n4").get("a").equals("1"));
            RaftTestCluster.get(cluster.node("n4").readIndex(RaftTestCluster.PATIENCE));
            RaftTestCluster.get(cluster.node(leader).makeVoter(joiner.node()));
            assertThat(cluster.node(leader).status().members()).contains(new Status.MemberStatus(joiner, true))
                    .hasSize(4);
            await("the joiner to know that it votes", () -> cluster.node("n4").status().role() == Status.Role.FOLLOWER);
            refused(cluster.node(leader).makeVoter(joiner.node()), "votes already");
            refused(cluster.node(leader).addLearner(joiner), "is a member already");
        }
    }

    @Test
    void voters_are_removed_one_by_one_but_never_to_a_single_one() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String leader = cluster.awaitLeader();
            String out = cluster.awaitFollower();
            RaftTestCluster.get(cluster.node(leader).removeMember(new NodeId(out)));
            assertThat(cluster.node(leader).status().members()).hasSize(2);
            cluster.stop(out);
            cluster.put(leader, "r1", "a", "1");
            refused(cluster.node(leader).removeMember(new NodeId(leader)), "would leave a single voter");
            refused(cluster.node(leader).removeMember(new NodeId(out)), "is no member");
        }
    }

    @Test
    void leadership_moves_where_it_is_asked_to() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String old = cluster.awaitLeader();
            String next = cluster.awaitFollower();
            refused(cluster.node(old).transferLeadership(new NodeId("nobody")), "does not vote");
            assertThat(cluster.node(next).transferLeadership(new NodeId(next))).failsWithin(RaftTestCluster.PATIENCE)
                    .withThrowableOfType(ExecutionException.class).withMessageContaining("Not a leader");
            RaftTestCluster.get(cluster.node(old).transferLeadership(new NodeId(next)));
            await(next + " to lead", () -> cluster.node(next).status().role() == Status.Role.LEADER);
            cluster.put(old, "r1", "a", "1");
            long term = cluster.node(next).status().term();
            await("the listener to hear of it", () -> cluster.leadership(next).contains("leading " + term));
            assertThat(cluster.leadership(old)).anyMatch(l -> l.startsWith("stopped"));
        }
    }

    private static void refused(CompletableFuture<Void> change, String why) {
        assertThat(change).failsWithin(RaftTestCluster.PATIENCE).withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(AdminFailure.class).withMessageContaining(why);
    }
}
