package io.althing.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;

import io.althing.registry.NodeId;

/** After a change of leader a node may ask the one that led before where to read. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FollowerReadTest {
    private final Path dir;

    FollowerReadTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void a_node_that_does_not_lead_says_so_and_hands_no_question_on_in_the_askers_name() throws Exception {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String leader = cluster.awaitLeader();
            String asked = cluster.awaitFollower();
            String asking = Stream.of("n1", "n2", "n3").filter(n -> !n.equals(leader) && !n.equals(asked)).findFirst()
                    .orElseThrow();
            cluster.stop(asking);
            try (MemberLine line = MemberLine.of(cluster, member(cluster, asking))) {
                Object answer = line.ask(member(cluster, asked), ReadIndexRequest.newBuilder().setGroupId("test")
                        .setServerId(line.name()).setPeerId(PeerNames.peer(member(cluster, asked)).toString()).build());
                assertThat(((ErrorResponse) answer).getErrorMsg()).isEqualTo("this node does not lead");
            }
        }
    }

    private static Member member(RaftTestCluster cluster, String name) {
        return cluster.genesis().seed(new NodeId(name)).orElseThrow();
    }
}
