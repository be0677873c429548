package io.althing.raft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.NodeImpl;

/** JRaft's figures in our words. */
final class StatusReport {
    private StatusReport() {}

    static Status of(Member self, NodeImpl node, NodeView view, long nowNanos) {
        Configuration conf = node.getCurrentConf();
        List<Status.MemberStatus> members = new ArrayList<>();
        conf.getPeers().forEach(p -> members.add(new Status.MemberStatus(PeerNames.member(p), true)));
        conf.getLearners().forEach(p -> members.add(new Status.MemberStatus(PeerNames.member(p), false)));
        Status.Role role = role(node, conf.contains(PeerNames.peer(self)));
        Optional<Member> leader = Optional.ofNullable(node.getLeaderId()).filter(l -> !l.isEmpty())
                .map(PeerNames::member);
        Duration age = role == Status.Role.LEADER
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, nowNanos - view.leaderHeardNanos()));
        Status.Positions positions = new Status.Positions(node.getLastLogIndex(), node.getLastCommittedIndex(),
                node.getLastAppliedLogIndex());
        return new Status(self.node(), role, leader, view.term(), positions, List.copyOf(members), age, view.fenced());
    }

    private static Status.Role role(NodeImpl node, boolean voter) {
        return switch (node.getNodeState()) {
            case STATE_LEADER, STATE_TRANSFERRING -> Status.Role.LEADER;
            case STATE_CANDIDATE -> Status.Role.CANDIDATE;
            case STATE_FOLLOWER -> voter ? Status.Role.FOLLOWER : Status.Role.LEARNER;
            case STATE_UNINITIALIZED -> Status.Role.STARTING;
            case STATE_ERROR, STATE_SHUTTING, STATE_SHUTDOWN, STATE_END -> Status.Role.STOPPED;
        };
    }
}
