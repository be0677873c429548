package io.althing.raft.transport;

import java.util.Map;

import com.alipay.sofa.jraft.util.Endpoint;

/**
 * Where a peer is really dialled. A peer's endpoint is a name, {@code node.region@host:port}; unless the map says otherwise it is
 * dialled at the host and port in that name.
 */
public final class DialMap {
    private final Map<String, Target> byNode;

    /** A host as a socket wants it, and a port. */
    public record Target(String host, int port) {}

    /** @param byNode node name to where it is dialled, for those not dialled at their own address */
    public DialMap(Map<String, Target> byNode) {
        this.byNode = Map.copyOf(byNode);
    }

    /** Where to connect for a peer. */
    public Target target(Endpoint peer) {
        String name = peer.getIp();
        int at = name.indexOf('@');
        Target mapped = byNode.get(nodeOf(name));
        if (mapped != null) {
            return mapped;
        }
        String host = name.substring(at + 1).replace('_', ':');
        return new Target(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, peer.getPort());
    }

    private static String nodeOf(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
