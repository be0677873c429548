package io.althing.raft;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.google.protobuf.Message;

import io.althing.raft.transport.DialMap;
import io.althing.raft.transport.LinkFaults;
import io.althing.raft.transport.PeerIdentity;
import io.althing.raft.transport.VertxTransport;

/** A line to a cluster's nodes with a member's own certificate, for what the member itself would not say. */
record MemberLine(VertxTransport transport, RpcClient client, Member from) implements AutoCloseable {

    static MemberLine of(RaftTestCluster cluster, Member from) throws IOException {
        PeerIdentity identity = new PeerIdentity(cluster.genesis().clusterId(), from.region().value(),
                from.node().value());
        VertxTransport transport = new VertxTransport(new VertxTransport.Config(Transports.target(from.address()),
                new DialMap(Map.of()),
                Optional.of(new VertxTransport.Config.Tls(cluster.issue(cluster.authority(), from), identity)),
                LinkFaults.none()));
        transport.open();
        RpcClient client = transport.newClient();
        client.init(new RpcOptions());
        return new MemberLine(transport, client, from);
    }

    /** Its own name, as senders give it. */
    String name() {
        return PeerNames.peer(from).toString();
    }

    /** @throws RemotingException if the other side refuses to read it */
    Object ask(Member to, Message message) throws RemotingException {
        try {
            return client.invokeSync(PeerNames.endpoint(to), message, RaftTestCluster.PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdown();
        transport.close();
    }
}
