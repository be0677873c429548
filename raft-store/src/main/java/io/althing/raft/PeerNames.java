package io.althing.raft;

import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.util.Endpoint;

/**
 * Members as JRaft's peers. JRaft treats a peer's "ip" as text and splits on colons, so the whole {@code node.region@host} goes there,
 * with the colons of an IPv6 literal written as underscores.
 */
final class PeerNames {
    private PeerNames() {}

    static Endpoint endpoint(Member member) {
        String host = member.address().host().replace(':', '_');
        return new Endpoint(member.node() + "." + member.region() + "@" + host, member.address().port());
    }

    static PeerId peer(Member member) {
        return new PeerId(endpoint(member), 0);
    }

    static Member member(Endpoint endpoint) {
        return Member.parse(endpoint.getIp().replace('_', ':') + ":" + endpoint.getPort());
    }

    static Member member(PeerId peer) {
        return member(peer.getEndpoint());
    }
}
