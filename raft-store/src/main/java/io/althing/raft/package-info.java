/**
 * Replication: one Raft group per cluster, carrying opaque bytes to a {@link io.althing.raft.ReplicatedStateMachine} on every node.
 * {@link io.althing.raft.RaftNode} is the only way in; this package and {@code transport} below it are the only home of JRaft, none of
 * whose types appear in a public signature here. Formation, node identity and the wire between nodes live here too, because they
 * decide which log a node may call its own.
 */
@NullMarked
package io.althing.raft;

import org.jspecify.annotations.NullMarked;
