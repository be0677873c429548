package io.althing.raft.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.alipay.remoting.ConnectionEventType;
import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.InvokeContext;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.impl.BoltRpcClient;
import com.alipay.sofa.jraft.util.Endpoint;

/** A bolt client that dials where the map says and reports connections under the peer's own name. */
final class DialingBoltClient implements RpcClient {
    private static final Logger LOG = LoggerFactory.getLogger(DialingBoltClient.class);

    private final DialMap dialMap;
    private final com.alipay.remoting.rpc.RpcClient bolt = new com.alipay.remoting.rpc.RpcClient();
    private final BoltRpcClient inner = new BoltRpcClient(bolt);
    private final Map<String, Endpoint> peersByDialled = new ConcurrentHashMap<>();

    DialingBoltClient(DialMap dialMap) {
        this.dialMap = dialMap;
    }

    private Endpoint dialled(Endpoint peer) {
        DialMap.Target target = dialMap.target(peer);
        Endpoint dialled = new Endpoint(target.host(), target.port());
        peersByDialled.put(dialled.toString(), peer);
        return dialled;
    }

    @Override
    public boolean init(RpcOptions opts) {
        return inner.init(opts);
    }

    @Override
    public void shutdown() {
        inner.shutdown();
    }

    @Override
    public boolean checkConnection(Endpoint endpoint) {
        return inner.checkConnection(dialled(endpoint));
    }

    @Override
    public boolean checkConnection(Endpoint endpoint, boolean createIfAbsent) {
        return inner.checkConnection(dialled(endpoint), createIfAbsent);
    }

    @Override
    public void closeConnection(Endpoint endpoint) {
        inner.closeConnection(dialled(endpoint));
    }

    @Override
    public void registerConnectEventListener(ReplicatorGroup replicatorGroup) {
        bolt.addConnectionEventProcessor(ConnectionEventType.CONNECT, (dialled, connection) -> {
            Endpoint peer = peersByDialled.get(dialled);
            if (peer == null) {
                LOG.warn("connected to {}, which no peer is dialled at; nothing to do", dialled);
            } else {
                replicatorGroup.checkReplicator(new PeerId(peer, 0), true);
            }
        });
    }

    @Override
    public Object invokeSync(Endpoint endpoint, Object request, @Nullable InvokeContext ctx, long timeoutMs)
            throws InterruptedException, RemotingException {
        return inner.invokeSync(dialled(endpoint), request, ctx, timeoutMs);
    }

    @Override
    public void invokeAsync(Endpoint endpoint, Object request, @Nullable InvokeContext ctx, InvokeCallback callback,
            long timeoutMs)
            throws InterruptedException, RemotingException {
        inner.invokeAsync(dialled(endpoint), request, ctx, callback, timeoutMs);
    }
}
