package io.althing.raft;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.althing.raft.proto.ForwardRequest;
import io.althing.raft.proto.ForwardResponse;
import io.althing.registry.NodeId;

/** A removed node's certificate is valid as long as it was issued for; it is heard no more all the same. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RemovedNodeTest {
    private final Path dir;
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    RemovedNodeTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void its_proposals_votes_and_reads_are_refused_with_the_reason_logged_once_each() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Strangers.class);
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir).startAll()) {
            String leader = cluster.awaitLeader();
            String out = cluster.awaitFollower();
            cluster.put(leader, "r1", "a", "1");
            RaftTestCluster.get(cluster.node(leader).removeMember(new NodeId(out)));
            cluster.stop(out);
            long index = cluster.put(leader, "r2", "a", "2").index();
            List<String> left = Stream.of("n1", "n2", "n3").filter(n -> !n.equals(out)).toList();
            left.forEach(n -> await(n + " to apply", () -> cluster.machine(n).appliedIndex() >= index));
            long term = cluster.node(leader).status().term();
            logged.start();
            logger.addAppender(logged);
            try (MemberLine line = MemberLine.of(cluster, member(cluster, out))) {
                for (String to : left) {
                    refused(line, member(cluster, to), term);
                    refused(line, member(cluster, to), term);
                }
            }
            for (String n : left) {
                assertThat(cluster.node(n).status().term()).isEqualTo(term);
                assertThat(cluster.node(n).status().positions().last()).isEqualTo(index);
                assertThat(cluster.machine(n).get("a")).isEqualTo("2");
            }
            assertThat(logged.list).as("four kinds at each of two nodes").hasSize(2 * 4)
                    .allSatisfy(e -> assertThat(e.getFormattedMessage()).startsWith("refused " + out + ".region-" + out)
                            .contains("it is no member"));
        } finally {
            logger.detachAppender(logged);
        }
    }

    private static Member member(RaftTestCluster cluster, String name) {
        return cluster.genesis().seed(new NodeId(name)).orElseThrow();
    }

    private static void refused(MemberLine line, Member to, long term) throws RemotingException {
        ForwardResponse proposal = (ForwardResponse) line.ask(to, forward(line.name()));
        assertThat(proposal.getOutcome()).isEqualTo(ForwardResponse.Outcome.NOT_LEADER);
        assertThat(proposal.getDetail()).isEqualTo(line.name() + " is no member");
        assertThatThrownBy(() -> line.ask(to, forward(PeerNames.peer(to).toString())))
                .isInstanceOf(RemotingException.class).hasMessageContaining("speaks for " + PeerNames.peer(to));
        notAMember(line, to, vote(line, to, term, true));
        notAMember(line, to, vote(line, to, term, false));
        notAMember(line, to, TimeoutNowRequest.newBuilder().setGroupId("test").setServerId(line.name())
                .setPeerId(PeerNames.peer(to).toString()).setTerm(term).build());
        notAMember(line, to, ReadIndexRequest.newBuilder().setGroupId("test").setServerId(line.name())
                .setPeerId(PeerNames.peer(to).toString()).build());
    }

    private static void notAMember(MemberLine line, Member to, Message message) throws RemotingException {
        assertThat(((ErrorResponse) line.ask(to, message)).getErrorMsg()).isEqualTo(line.name() + " is no member");
    }

    private static ForwardRequest forward(String sender) {
        return ForwardRequest.newBuilder().setCluster("test").setSender(sender)
                .setPayload(ByteString.copyFrom(HeapMachine.put("late", "a", "forged"))).build();
    }

    private static RequestVoteRequest vote(MemberLine line, Member to, long term, boolean pre) {
        return RequestVoteRequest.newBuilder().setGroupId("test").setServerId(line.name())
                .setPeerId(PeerNames.peer(to).toString()).setTerm(term + 10).setLastLogTerm(term + 9)
                .setLastLogIndex(1_000_000).setPreVote(pre).build();
    }
}
