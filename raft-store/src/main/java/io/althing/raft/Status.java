package io.althing.raft;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.althing.registry.NodeId;

/**
 * A node's view of itself and its cluster at one moment.
 *
 * @param leader the leader, if one is known
 * @param term the newest term this node has seen a leader of
 * @param positions how far the log has come
 * @param members all members this node knows of, voters first
 * @param sinceLeader how long ago the leader was last heard, for labelling stale reads; zero on the leader, which counts as heard until
 *        it steps down, at most 1.5 election timeouts after losing its quorum
 * @param fenced whether a fatal error has stopped this node
 */
public record Status(NodeId self, Role role, Optional<Member> leader, long term, Positions positions,
        List<MemberStatus> members,
        Duration sinceLeader, boolean fenced) {

    /** What the node is doing. */
    public enum Role {
        /** Waits for the other seeds, or is not started. */
        STARTING, LEADER, FOLLOWER, CANDIDATE, LEARNER,
        /** Stopped, or fenced by an error. */
        STOPPED
    }

    /**
     * Log indices: the last entry on disk here, the last known committed, the last applied here.
     */
    public record Positions(long last, long committed, long applied) {

        /** Committed entries not applied here yet. */
        public long lag() {
            return Math.max(0, committed - applied);
        }
    }

    /** A member and whether it votes. */
    public record MemberStatus(Member member, boolean voter) {}
}
