package io.althing.raft;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import com.google.protobuf.ByteString;

import io.althing.raft.proto.IdentityRequest;
import io.althing.raft.proto.IdentityResponse;
import io.althing.registry.NodeId;

/**
 * Answers who this node is and whether it has met the asking one, before Raft starts and after. A formed node writes down whom it
 * meets for the first time, synced before it answers.
 */
final class IdentityDesk {
    private final IdentityFile file;
    private final int level;
    private NodeIdentity identity;

    /** @param level the newest feature level this build knows */
    IdentityDesk(IdentityFile file, NodeIdentity identity, int level) {
        this.file = file;
        this.identity = identity;
        this.level = level;
    }

    synchronized NodeIdentity identity() {
        return identity;
    }

    /** From here on Raft may run on this data. On return it is on disk. */
    synchronized void formed(Map<NodeId, Incarnation> met) throws IOException {
        NodeIdentity next = identity.formed(met);
        file.store(next);
        identity = next;
    }

    IdentityRequest question() {
        NodeIdentity me = identity();
        return IdentityRequest.newBuilder().setCluster(me.cluster()).setMember(me.self().toString())
                .setIncarnation(ByteString.copyFrom(me.incarnation().bytes())).build();
    }

    /** @throws IllegalArgumentException if the question is malformed */
    synchronized IdentityResponse answer(IdentityRequest question) throws IOException {
        Member asking = Member.parse(question.getMember());
        Incarnation life = Incarnation.of(question.getIncarnation().toByteArray());
        boolean formed = identity.stage() == NodeIdentity.Stage.FORMED;
        if (formed && question.getCluster().equals(identity.cluster()) && identity.recorded(asking.node()).isEmpty()
                && !asking.node().equals(identity.self().node())) {
            NodeIdentity next = identity.meeting(asking.node(), life);
            file.store(next);
            identity = next;
        }
        Optional<Incarnation> recorded = identity.recorded(asking.node());
        return IdentityResponse.newBuilder().setCluster(identity.cluster()).setMember(identity.self().toString())
                .setIncarnation(ByteString.copyFrom(identity.incarnation().bytes()))
                .setStage(formed ? IdentityResponse.Stage.FORMED : IdentityResponse.Stage.FORMING)
                .setRecorded(recorded.map(r -> ByteString.copyFrom(r.bytes())).orElse(ByteString.EMPTY))
                .setFeatureLevel(level).build();
    }

    /**
     * Writes down a node met elsewhere.
     *
     * @return false if its name was met before in another life
     */
    synchronized boolean meet(NodeId node, Incarnation life) throws IOException {
        if (identity.recorded(node).isEmpty()) {
            NodeIdentity next = identity.meeting(node, life);
            file.store(next);
            identity = next;
        }
        return identity.recorded(node).filter(life::equals).isPresent();
    }
}
