package io.althing.raft.transport;

import com.alipay.sofa.jraft.option.NodeOptions;

/** JRaft's node options, carrying the node's transport to where JRaft asks for an RPC client. */
public final class TransportNodeOptions extends NodeOptions {
    private final RaftTransport transport;

    public TransportNodeOptions(RaftTransport transport) {
        this.transport = transport;
    }

    RaftTransport transport() {
        return transport;
    }
}
