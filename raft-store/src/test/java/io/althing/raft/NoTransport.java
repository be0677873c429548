package io.althing.raft;

import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;

import io.althing.raft.transport.RaftTransport;

/** For tests that need options but never a wire. */
final class NoTransport implements RaftTransport {
    @Override
    public RpcServer newServer() {
        throw new UnsupportedOperationException("no wire here");
    }

    @Override
    public RpcClient newClient() {
        throw new UnsupportedOperationException("no wire here");
    }
}
