package io.althing.raft.transport;

import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;

/** One node's way of reaching the others and being reached. */
public interface RaftTransport extends AutoCloseable {

    /** A server bound to this node's one configured address once initialised. */
    RpcServer newServer();

    /** A client that dials peers by the dial map. Each client has its own connections. */
    RpcClient newClient();

    /** Lets go of threads and sockets, after servers and clients have been shut down. */
    @Override
    default void close() {}
}
