package io.althing.raft;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.althing.raft.transport.TlsFiles;
import io.althing.registry.NodeId;

/**
 * Which node this is and where it lives.
 *
 * @param self this node; if it is not among the genesis seeds it starts as a joiner and waits to be added as a learner
 * @param dataDir this node's own directory: the identity file, and {@code raft/} with log, votes and snapshots
 * @param network where it listens and how it reaches the others
 */
public record RaftNodeConfig(Member self, Genesis genesis, Path dataDir, Network network, RaftSettings settings) {

    /**
     * @param listen the one address to bind
     * @param dialMap for each node not reached at its own address, where it is reached instead
     * @param tls this node's certificate, which must say {@code althing://cluster/region/node}; absent for plaintext, which proves nothing
     *        about who is at the other end and is for loopback and tests
     */
    public record Network(HostPort listen, Map<NodeId, HostPort> dialMap, Optional<TlsFiles> tls) {
        public Network {
            dialMap = Map.copyOf(dialMap);
        }

        /** Plaintext. */
        public Network(HostPort listen, Map<NodeId, HostPort> dialMap) {
            this(listen, dialMap, Optional.empty());
        }
    }

    /** @throws IllegalArgumentException if the genesis names this node at another address or region */
    public RaftNodeConfig {
        genesis.seed(self.node()).filter(s -> !s.equals(self)).ifPresent(s -> {
            throw new IllegalArgumentException("genesis: seeds has " + s + " but this node is configured as " + self);
        });
    }

    /** A node that listens at its own address and dials every other at theirs. */
    public static RaftNodeConfig direct(Member self, Genesis genesis, Path dataDir, RaftSettings settings) {
        return new RaftNodeConfig(self, genesis, dataDir, new Network(self.address(), Map.of()), settings);
    }
}
