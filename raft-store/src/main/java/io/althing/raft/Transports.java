package io.althing.raft;

import java.util.Map;
import java.util.stream.Collectors;

import io.althing.raft.transport.DialMap;
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
}
