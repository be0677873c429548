package io.althing.node;

import io.althing.raft.HostPort;
import io.althing.raft.Member;
import io.althing.raft.RaftNodeConfig;
import io.althing.raft.RaftSettings;
import io.althing.registry.Genesis;
import io.althing.registry.NodeId;
import io.althing.registry.Region;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node's configuration and genesis in Raft's own terms. */
record RaftWiring(RaftNodeConfig config) {
    static RaftWiring of(NodeConfig node, Genesis genesis) throws ConfigException {
        try {
            List<Member> seeds = genesis.seeds().stream().map(RaftWiring::member).toList();
            HostPort listen = HostPort.parse(node.raft().listen());
            NodeId id = new NodeId(node.node());
            Member self = seeds.stream().filter(s -> s.node().equals(id)).findFirst()
                    .orElseGet(() -> new Member(id, new Region(node.region()), listen));
            Map<NodeId, HostPort> dial = new TreeMap<>();
            node.raft().dial().forEach((peer, address) -> dial.put(new NodeId(peer), HostPort.parse(address)));
            return new RaftWiring(
                    new RaftNodeConfig(self, new io.althing.raft.Genesis(genesis.clusterId(), seeds), node.data(),
                            new RaftNodeConfig.Network(listen, dial, node.transport().files()),
                            settings(node.raft().timing())));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("node " + node.node() + ": " + e.getMessage(), e);
        }
    }

    private static Member member(Genesis.Member seed) {
        return new Member(seed.node(), seed.region(), HostPort.parse(seed.peer()));
    }

    private static RaftSettings settings(NodeConfig.Timing timing) {
        return RaftSettings.defaults().with(switch (timing) {
            case REGIONAL -> RaftSettings.Timing.regional();
            case CONTINENTAL -> RaftSettings.Timing.continental();
            case GLOBAL -> RaftSettings.Timing.global();
        });
    }
}
