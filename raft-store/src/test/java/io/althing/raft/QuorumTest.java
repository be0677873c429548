package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class QuorumTest {
    private final Path dir;

    QuorumTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void without_a_quorum_a_leader_never_claims_nothing_was_written_and_later_says_no_quorum() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String leader = cluster.awaitLeader();
            cluster.put(leader, "r1", "a", "1");
            List<CompletableFuture<Committed<String>>> asked = new ArrayList<>();
            List<CompletableFuture<Void>> stops = Stream.of("n1", "n2", "n3").filter(n -> !n.equals(leader))
                    .map(n -> CompletableFuture.runAsync(() -> cluster.stop(n), r -> Thread.ofPlatform().start(r)))
                    .toList();
            await("the leader to step down", () -> {
                asked.add(cluster.node(leader).propose(HeapMachine.put("q" + asked.size(), "a", "2"),
                        Duration.ofSeconds(2)));
                return cluster.node(leader).status().role() != Status.Role.LEADER;
            });
            stops.forEach(CompletableFuture::join);
            List<Throwable> failures = new ArrayList<>();
            for (CompletableFuture<Committed<String>> proposal : asked) {
                proposal.handle((done, failure) -> failure == null || failures.add(Failures.cause(failure))).join();
            }
            assertThat(failures).hasAtLeastOneElementOfType(ProposeFailure.OutcomeUnknown.class).allSatisfy(
                    f -> assertThat(f).isInstanceOfAny(ProposeFailure.OutcomeUnknown.class,
                            ProposeFailure.NoQuorum.class));
            nothingLeaves(cluster, leader);
        }
    }

    private static void nothingLeaves(RaftTestCluster cluster, String leader) {
        await("the leader to step down", () -> cluster.node(leader).status().leader().isEmpty());
        assertThat(cluster.node(leader).status().role()).isNotEqualTo(Status.Role.LEADER);
        CompletableFuture<Committed<String>> refused = cluster.node(leader).propose(HeapMachine.put("r3", "a", "3"),
                Duration.ofMillis(300));
        assertThat(refused).failsWithin(RaftTestCluster.PATIENCE).withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ProposeFailure.NoQuorum.class);
        assertThat(cluster.node(leader).readIndex(Duration.ofMillis(300))).failsWithin(RaftTestCluster.PATIENCE)
                .withThrowableOfType(ExecutionException.class).withCauseInstanceOf(ProposeFailure.NoQuorum.class);
        Duration before = cluster.node(leader).status().sinceLeader();
        await("staleness to rise", () -> cluster.node(leader).status().sinceLeader().compareTo(before) > 0);
    }

    @Test
    void a_stopped_node_says_so() {
        try (RaftTestCluster cluster = RaftTestCluster.of(1, dir).startAll()) {
            cluster.awaitLeader();
            cluster.stop("n1");
            assertThat(cluster.node("n1").propose(HeapMachine.put("r1", "a", "1"), Duration.ofSeconds(1)))
                    .failsWithin(RaftTestCluster.PATIENCE).withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(ProposeFailure.Stopped.class);
            assertThat(cluster.node("n1").status().role()).isEqualTo(Status.Role.STOPPED);
        }
    }
}
