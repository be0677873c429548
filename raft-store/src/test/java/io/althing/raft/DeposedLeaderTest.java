package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.RaftOutter.EntryMeta;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.google.protobuf.ByteString;

import io.althing.registry.NodeId;

/** A leader that was replaced still has its certificate; it appends nothing with it, and is led by whoever came after. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DeposedLeaderTest {
    private final Path dir;

    DeposedLeaderTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void a_deposed_leader_cannot_append_with_its_own_certificate() throws Exception {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String deposed = cluster.awaitLeader();
            cluster.put(deposed, "r1", "a", "1");
            long oldTerm = cluster.node(deposed).status().term();
            cluster.stop(deposed);
            String[] others = cluster.genesis().seeds().stream().map(s -> s.node().value())
                    .filter(n -> !n.equals(deposed)).toArray(String[]::new);
            await("another leader", () -> cluster.node(others[0]).status().term() > oldTerm
                    && cluster.node(others[0]).status().leader().isPresent());
            long index = cluster.put(others[0], "r2", "a", "2").index();
            Member self = cluster.genesis().seed(new NodeId(deposed)).orElseThrow();
            try (MemberLine line = MemberLine.of(cluster, self)) {
                for (String other : others) {
                    await(other + " to have applied", () -> cluster.machine(other).appliedIndex() >= index);
                    long last = cluster.node(other).status().positions().last();
                    Member to = cluster.genesis().seed(new NodeId(other)).orElseThrow();
                    AppendEntriesResponse answer = (AppendEntriesResponse) line.ask(to,
                            append(self, to, oldTerm, index));
                    assertThat(answer.getSuccess()).isFalse();
                    assertThat(answer.getTerm()).isGreaterThan(oldTerm);
                    assertThat(cluster.node(other).status().positions().last()).isEqualTo(last);
                    assertThat(cluster.machine(other).get("a")).isEqualTo("2");
                }
            }
        }
    }

    private static AppendEntriesRequest append(Member from, Member to, long term, long after) {
        byte[] payload = HeapMachine.put("late", "a", "forged");
        return AppendEntriesRequest.newBuilder().setGroupId("test").setServerId(PeerNames.peer(from).toString())
                .setPeerId(PeerNames.peer(to).toString()).setTerm(term).setPrevLogIndex(after).setPrevLogTerm(term)
                .setCommittedIndex(after + 1)
                .addEntries(EntryMeta.newBuilder().setTerm(term).setType(EntryType.ENTRY_TYPE_DATA)
                        .setDataLen(payload.length))
                .setData(ByteString.copyFrom(ByteBuffer.wrap(payload))).build();
    }

    @Test
    void a_node_returns_after_all_others_it_knew_were_replaced() {
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            cluster.put(cluster.awaitLeader(), "r1", "a", "1");
            Member n4 = RaftTestCluster.member("n4");
            Member n5 = RaftTestCluster.member("n5");
            cluster.start(n4);
            cluster.start(n5);
            cluster.stop("n3");
            replace(cluster, "n1", n4);
            replace(cluster, "n2", n5);
            cluster.put("n4", "r2", "a", "2");
            cluster.start("n3");
            await("n3 to be led by a node it never knew", () -> cluster.machine("n3").get("a").equals("2")
                    && cluster.node("n3").status().leader().isPresent());
            cluster.put("n3", "r3", "a", "3");
        }
    }

    private static void replace(RaftTestCluster cluster, String old, Member joiner) {
        RaftTestCluster.get(leader(cluster).addLearner(joiner));
        RaftTestCluster.get(leader(cluster).makeVoter(joiner.node()));
        while (leader(cluster).status().self().value().equals(old)) {
            RaftTestCluster.get(leader(cluster).transferLeadership(joiner.node()));
            await("another than " + old + " to lead",
                    () -> !leader(cluster).status().self().value().equals(old));
        }
        RaftTestCluster.get(leader(cluster).removeMember(new NodeId(old)));
        cluster.stop(old);
    }

    private static RaftNode<String> leader(RaftTestCluster cluster) {
        return cluster.node(cluster.awaitLeader());
    }
}
