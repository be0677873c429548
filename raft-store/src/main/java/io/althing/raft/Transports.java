package io.althing.raft;

import java.util.Map;
import java.util.stream.Collectors;

import io.althing.raft.transport.DialMap;
import io.althing.raft.transport.LinkFaults;
import io.althing.raft.transport.PeerIdentity;
import io.althing.raft.transport.RaftTransport;
import io.althing.raft.transport.VertxTransport;
import io.althing.registry.NodeId;

/** A node's addresses in the transport's words. */
final class Transports {
    private Transports() {}

    static DialMap.Target target(HostPort at) {
        return new DialMap.Target(at.bareHost(), at.port());
    }

    static Map<String, DialMap.Target> targets(Map<NodeId, HostPort> dialMap) {
        return dialMap.entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().value(), e -> target(e.getValue())));
    }

    static RaftTransport standard(RaftNodeConfig config, LinkFaults faults) {
        PeerIdentity self = new PeerIdentity(config.genesis().clusterId(), config.self().region().value(),
                config.self().node().value());
        return new VertxTransport(new VertxTransport.Config(target(config.network().listen()),
                new DialMap(targets(config.network().dialMap())),
                config.network().tls().map(files -> new VertxTransport.Config.Tls(files, self)), faults));
    }
}
