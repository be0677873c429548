package io.althing.raft.transport;

import org.jspecify.annotations.Nullable;

import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RaftRpcFactory;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.SPI;

/** The factory JRaft finds first. It makes nothing itself: it hands over what the node's own transport makes. */
@SPI(priority = 10)
public final class AlthingRpcFactory implements RaftRpcFactory {

    /** Carries the transport through JRaft's configuration hook; there is nothing to configure. */
    private record Carrier(RaftTransport transport) implements ConfigHelper<RpcClient> {
        @Override
        public void config(RpcClient instance) {
            // made ready by its transport
        }
    }

    @Override
    public void registerProtobufSerializer(String className, Object... args) {
        // what may be spoken is MessageTable's to say
    }

    @Override
    public RpcClient createRpcClient(@Nullable ConfigHelper<RpcClient> helper) {
        if (helper instanceof Carrier carrier) {
            return carrier.transport.newClient();
        }
        throw new IllegalStateException("an RPC client was asked for outside a node; only nodes have a transport");
    }

    @Override
    public RpcServer createRpcServer(Endpoint endpoint, @Nullable ConfigHelper<RpcServer> helper) {
        throw new IllegalStateException("an RPC server is made by a node's transport, not by endpoint " + endpoint);
    }

    @Override
    public ConfigHelper<RpcClient> defaultJRaftClientConfigHelper(RpcOptions opts) {
        if (opts instanceof TransportNodeOptions options) {
            return new Carrier(options.transport());
        }
        throw new IllegalStateException("these options carry no transport: " + opts.getClass().getName());
    }
}
