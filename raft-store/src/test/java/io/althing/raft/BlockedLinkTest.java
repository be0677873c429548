package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.althing.raft.transport.LinkFaults;

/** A link that works in one direction only. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BlockedLinkTest {
    private final Path dir;
    private volatile Block block = new Block("nobody", "nobody");

    /** Requests and answers of one node do not reach the other. */
    private record Block(String from, String to) {
        LinkFaults.Fate fate(String sender, String receiver) {
            return sender.equals(from) && receiver.startsWith(to + ".")
                    ? LinkFaults.Fate.DROP
                    : LinkFaults.Fate.DELIVER;
        }
    }

    BlockedLinkTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void a_follower_that_is_heard_but_hears_nothing_of_its_leader_unseats_nobody_and_catches_up() {
        RaftTestCluster cluster = RaftTestCluster.of(3, dir).transport(config -> Transports.standard(config,
                (direction, peer, number) -> block.fate(config.self().node().value(), peer)));
        try (cluster) {
            cluster.startAll();
            String leader = cluster.awaitLeader();
            String deaf = cluster.awaitFollower();
            cluster.put(deaf, "r1", "a", "1");
            long term = cluster.node(leader).status().term();
            block = new Block(leader, deaf);
            await("the follower to miss its leader", () -> cluster.node(deaf).status().leader().isEmpty());
            long index = cluster.put(leader, "r2", "a", "2").index();
            assertThat(cluster.machine(deaf).appliedIndex()).isLessThan(index);
            assertThat(cluster.node(leader).status().term()).isEqualTo(term);
            block = new Block("nobody", "nobody");
            await("the follower to catch up", () -> cluster.machine(deaf).get("a").equals("2"));
            assertThat(cluster.node(leader).status().term()).isEqualTo(term);
        }
    }
}
