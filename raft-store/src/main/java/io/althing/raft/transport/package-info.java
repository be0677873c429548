/**
 * The wire between nodes, behind JRaft's factory for RPC. A {@link io.althing.raft.transport.RaftTransport} is chosen per node and
 * travels to JRaft inside the node's options, so several can live in one process. Only messages of a closed table are spoken, and none
 * of JRaft's administrative ones is among them. Composition roots and drills use
 * {@link io.althing.raft.transport.TlsFiles}, {@link io.althing.raft.transport.NodeCertificates},
 * {@link io.althing.raft.transport.PeerIdentity} and {@link io.althing.raft.transport.LinkFaults}; the rest is internal to the raft
 * package.
 */
@NullMarked
package io.althing.raft.transport;

import org.jspecify.annotations.NullMarked;
