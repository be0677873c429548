package io.althing.store;

import io.althing.registry.NodeId;
import io.althing.registry.Sha256;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a replica stands.
 *
 * @param leader the leader this node knows of
 * @param leads whether that is this node
 * @param lastIndex the last index in this node's log
 * @param appliedIndex the last index applied here
 * @param leaderSilence time since this node last had proof of a leader with a quorum; zero on the leader
 * @param auditSize entries in the audit log here
 * @param chainDigest digest chained over everything applied, equal on every replica at equal index
 * @param levels the feature level of the cluster as applied here, and of this node's build
 * @param fenced whether the node stopped serving after a fault
 */
public record StoreStatus(NodeId node, Optional<NodeId> leader, boolean leads, long term, long lastIndex,
        long appliedIndex, Duration leaderSilence, long auditSize, Sha256 chainDigest, List<MemberStatus> members,
        Levels levels, boolean fenced) {
    /** Copies the list. */
    public StoreStatus {
        members = List.copyOf(members);
    }

    /** One member of the replication group. */
    public record MemberStatus(NodeId node, String peer, boolean voter) {}
}
