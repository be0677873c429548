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

    /**
     * When it is asked.
     *
     * @param applied the index applied here
     */
    record Moment(long nanos, long applied) {}

    static Status of(Member self, NodeImpl node, NodeView view, Moment moment) {
        Configuration conf = node.getCurrentConf();
        List<Status.MemberStatus> members = new ArrayList<>();
        conf.getPeers().forEach(p -> members.add(new Status.MemberStatus(PeerNames.member(p), true)));
        conf.getLearners().forEach(p -> members.add(new Status.MemberStatus(PeerNames.member(p), false)));
        long term = view.term();
        Status.Role role = role(node, view, conf.contains(PeerNames.peer(self)));
        Optional<Member> leader = Optional.ofNullable(node.getLeaderId()).filter(l -> !l.isEmpty())
                .map(PeerNames::member);
        Duration age = role == Status.Role.LEADER
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, moment.nanos() - view.leaderHeardNanos()));
        return new Status(self.node(), role, leader, term, positions(node, moment.applied()), List.copyOf(members), age,
                view.fenced());
    }

    /** JRaft refuses to say how far the log of a node has come that an error has stopped. */
    private static Status.Positions positions(NodeImpl node, long applied) {
        try {
            return new Status.Positions(node.getLastLogIndex(), node.getLastCommittedIndex(),
                    node.getLastAppliedLogIndex());
        } catch (IllegalStateException stopped) {
            return new Status.Positions(applied, applied, applied);
        }
    }

    /** JRaft counts itself as leader before its term is told to anybody here; a leader is one once both agree. */
    private static Status.Role role(NodeImpl node, NodeView view, boolean voter) {
        return switch (node.getNodeState()) {
            case STATE_LEADER, STATE_TRANSFERRING -> view.leadsNewestTerm()
                    ? Status.Role.LEADER
                    : Status.Role.CANDIDATE;
            case STATE_CANDIDATE -> Status.Role.CANDIDATE;
            case STATE_FOLLOWER -> voter ? Status.Role.FOLLOWER : Status.Role.LEARNER;
            case STATE_UNINITIALIZED -> Status.Role.STARTING;
            case STATE_ERROR, STATE_SHUTTING, STATE_SHUTDOWN, STATE_END -> Status.Role.STOPPED;
        };
    }
}
