package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.protobuf.ByteString;

import io.althing.raft.proto.ForwardRequest;
import io.althing.raft.proto.ForwardResponse;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReplicationTest {
    private final Path dir;

    ReplicationTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void three_nodes_elect_a_leader_and_apply_the_same_entries() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).clock(() -> Instant.ofEpochMilli(1_234_567))
                .startAll()) {
            String leader = cluster.awaitLeader();
            Committed<String> first = cluster.put(leader, "r1", "a", "1");
            assertThat(first.result()).isEqualTo("a=1@" + first.index());
            for (String n : new String[]{"n1", "n2", "n3"}) {
                await("n to apply", () -> cluster.machine(n).appliedIndex() == first.index());
                assertThat(cluster.machine(n).applied().getLast().stampMillis()).isEqualTo(1_234_567);
            }
            assertThat(cluster.machine("n1").digest()).isEqualTo(cluster.machine("n2").digest())
                    .isEqualTo(cluster.machine("n3").digest());
        }
    }

    @Test
    void a_follower_forwards_a_proposal_and_hands_back_the_result() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            Committed<String> done = cluster.put(cluster.awaitFollower(), "r1", "a", "1");
            assertThat(done.result()).isEqualTo("a=1@" + done.index());
            assertThat(cluster.machine(cluster.awaitLeader()).get("a")).isEqualTo("1");
        }
    }

    @Test
    void a_forwarded_proposal_travels_one_hop_and_keeps_its_request_id() throws Exception {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String leader = cluster.awaitLeader();
            List<Member> followers = cluster.genesis().seeds().stream().filter(s -> !s.node().value().equals(leader))
                    .toList();
            Member to = cluster.genesis().seeds().stream().filter(s -> !followers.contains(s)).findFirst()
                    .orElseThrow();
            String first = cluster.put(leader, "r1", "a", "1").result();
            long last = cluster.node(leader).status().positions().last();
            try (MemberLine line = MemberLine.of(cluster, followers.getFirst())) {
                ForwardRequest again = ForwardRequest.newBuilder().setCluster("test").setSender(line.name())
                        .setPayload(ByteString.copyFrom(HeapMachine.put("r1", "a", "2"))).build();
                assertThat(((ForwardResponse) line.ask(followers.getLast(), again)).getOutcome())
                        .isEqualTo(ForwardResponse.Outcome.NOT_LEADER);
                assertThat(cluster.node(leader).status().positions().last()).as("nothing was sent on").isEqualTo(last);
                ForwardResponse answer = (ForwardResponse) line.ask(to, again);
                assertThat(answer.getOutcome()).isEqualTo(ForwardResponse.Outcome.COMMITTED);
                assertThat(answer.getResult().toStringUtf8()).isEqualTo(first);
            }
        }
    }

    @Test
    void the_largest_payload_is_forwarded_and_replicated_and_a_larger_one_is_not_taken() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String follower = cluster.awaitFollower();
            String value = "v".repeat(RaftNode.MAX_PAYLOAD - "r1 a ".length());
            long index = cluster.put(follower, "r1", "a", value).index();
            for (String n : new String[]{"n1", "n2", "n3"}) {
                await(n + " to apply", () -> cluster.machine(n).appliedIndex() >= index);
                assertThat(cluster.machine(n).get("a").equals(value)).isTrue();
            }
            assertThatThrownBy(() -> cluster.put(follower, "r2", "a", value + "v"))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("the limit is");
        }
    }

    @Test
    void when_the_leader_stops_another_takes_over_and_a_waiting_proposal_reaches_it() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String old = cluster.awaitLeader();
            String follower = cluster.awaitFollower();
            cluster.put(follower, "r1", "a", "1");
            cluster.stop(old);
            Committed<String> done = cluster.put(follower, "r2", "b", "2");
            assertThat(done.result()).isEqualTo("b=2@" + done.index());
            assertThat(cluster.awaitLeader()).isNotEqualTo(old);
            assertThat(cluster.leadership(old)).last().asString().startsWith("stopped");
        }
    }

    @Test
    void a_restarted_node_skips_what_its_state_has_and_replays_what_it_lost() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String through = cluster.awaitLeader();
            for (int i = 0; i < 20; i++) {
                cluster.put(through, "r" + i, "k" + i, "v");
            }
            for (String n : new String[]{"n1", "n2", "n3"}) {
                await(n + " to apply", () -> cluster.machine(n).applied().size() == 20);
            }
            Stream.of("n1", "n2", "n3").forEach(cluster::stop);
            cluster.forgetState("n3");
            cluster.startAll();
            Committed<String> last = cluster.put(cluster.awaitLeader(), "last", "z", "1");
            for (String n : new String[]{"n1", "n2", "n3"}) {
                await(n + " to catch up", () -> cluster.machine(n).appliedIndex() == last.index());
                assertThat(cluster.machine(n).applied()).hasSize(21);
            }
            assertThat(cluster.machine("n1").digest()).isEqualTo(cluster.machine("n3").digest());
        }
    }

    @Test
    void a_single_node_is_a_cluster_of_its_own() {
        try (RaftTestCluster cluster = RaftTestCluster.of(1, dir).startAll()) {
            Committed<String> done = cluster.put(cluster.awaitLeader(), "r1", "a", "1");
            assertThat(RaftTestCluster.get(cluster.node("n1").readIndex(RaftTestCluster.PATIENCE)).index())
                    .isGreaterThanOrEqualTo(done.index());
        }
    }

    @Test
    void leader_only_work_is_refused_once_the_term_is_over() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String leader = cluster.awaitLeader();
            long term = cluster.node(leader).status().term();
            RaftTestCluster.get(cluster.node(leader).proposeInTerm(HeapMachine.put("r1", "a", "1"), term));
            assertThat(cluster.node(leader).proposeInTerm(HeapMachine.put("r2", "a", "2"), term - 1))
                    .failsWithin(RaftTestCluster.PATIENCE)
                    .withThrowableOfType(ExecutionException.class).withCauseInstanceOf(ProposeFailure.TermPassed.class);
            assertThat(cluster.node(cluster.awaitFollower()).proposeInTerm(HeapMachine.put("r3", "a", "3"), term))
                    .failsWithin(RaftTestCluster.PATIENCE).withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(ProposeFailure.TermPassed.class);
            assertThat(cluster.machine(leader).get("a")).isEqualTo("1");
        }
    }

    @Test
    void every_node_reads_what_was_acknowledged_before() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String leader = cluster.awaitLeader();
            for (int i = 0; i < 10; i++) {
                cluster.put(leader, "r" + i, "a", Integer.toString(i));
                for (String n : new String[]{"n1", "n2", "n3"}) {
                    RaftTestCluster.get(cluster.node(n).readIndex(RaftTestCluster.PATIENCE));
                    assertThat(cluster.machine(n).get("a")).isEqualTo(Integer.toString(i));
                }
            }
        }
    }

    @Test
    void a_state_machine_that_cannot_write_fences_its_node_and_reports_it_once() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String follower = cluster.awaitFollower();
            cluster.machine(follower).fail();
            String leader = cluster.awaitLeader();
            cluster.put(leader, "r1", "a", "1");
            await("the fatal error", () -> cluster.fatal(follower).isPresent());
            assertThat(cluster.fatal(follower).orElseThrow().kind()).isEqualTo(FatalError.Kind.STATE_MACHINE);
            assertThat(cluster.node(follower).fenced()).isTrue();
            await("a status that says so",
                    () -> cluster.node(follower).status().role() == Status.Role.STOPPED);
            assertThat(cluster.node(follower).readIndex(RaftTestCluster.PATIENCE)).failsWithin(RaftTestCluster.PATIENCE)
                    .withThrowableOfType(ExecutionException.class).withCauseInstanceOf(ProposeFailure.Stopped.class);
            assertThat(cluster.node(follower).propose(HeapMachine.put("r2", "a", "2"), RaftTestCluster.PATIENCE))
                    .failsWithin(RaftTestCluster.PATIENCE).withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(ProposeFailure.Stopped.class);
        }
    }
}
