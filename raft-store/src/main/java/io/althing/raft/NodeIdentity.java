package io.althing.raft;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.althing.registry.NodeId;

/**
 * Whose data directory this is.
 *
 * @param stage whether Raft may ever have run on it
 * @param seen every node name met so far with the incarnation it had then; a name is never forgotten
 */
record NodeIdentity(String cluster, Member self, Incarnation incarnation, Stage stage, Map<NodeId, Incarnation> seen) {

    enum Stage {
        FORMING, FORMED
    }

    NodeIdentity {
        seen = Map.copyOf(seen);
    }

    static NodeIdentity fresh(String cluster, Member self, Incarnation incarnation) {
        return new NodeIdentity(cluster, self, incarnation, Stage.FORMING, Map.of());
    }

    NodeIdentity formed(Map<NodeId, Incarnation> met) {
        Map<NodeId, Incarnation> all = new TreeMap<>(seen);
        all.putAll(met);
        return new NodeIdentity(cluster, self, incarnation, Stage.FORMED, all);
    }

    NodeIdentity meeting(NodeId node, Incarnation itsIncarnation) {
        Map<NodeId, Incarnation> all = new TreeMap<>(seen);
        all.putIfAbsent(node, itsIncarnation);
        return new NodeIdentity(cluster, self, incarnation, stage, all);
    }

    Optional<Incarnation> recorded(NodeId node) {
        return Optional.ofNullable(seen.get(node));
    }
}
