/**
 * The wire between nodes, behind JRaft's factory for RPC. A {@link io.althing.raft.transport.RaftTransport} is chosen per node and
 * travels to JRaft inside the node's options, so several can live in one process. Only messages of a closed table are spoken, and none
 * of JRaft's administrative ones is among them. Internal to the raft package; not for other modules.
 */
@NullMarked
package io.althing.raft.transport;

import org.jspecify.annotations.NullMarked;
