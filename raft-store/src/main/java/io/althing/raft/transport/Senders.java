package io.althing.raft.transport;

import java.util.Optional;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.google.protobuf.Message;

import io.althing.raft.proto.ForwardRequest;
import io.althing.raft.proto.IdentityRequest;

/** In whose name a message claims to be sent. */
final class Senders {
    private Senders() {}

    /** The claimed sender; empty for messages that claim none. */
    static Optional<String> claimed(Message message) {
        return switch (message) {
            case AppendEntriesRequest m -> Optional.of(m.getServerId());
            case RequestVoteRequest m -> Optional.of(m.getServerId());
            case TimeoutNowRequest m -> Optional.of(m.getServerId());
            case InstallSnapshotRequest m -> Optional.of(m.getServerId());
            case ReadIndexRequest m -> Optional.of(m.getServerId());
            case ForwardRequest m -> Optional.of(m.getSender());
            case IdentityRequest m -> Optional.of(m.getMember());
            default -> Optional.empty();
        };
    }
}
