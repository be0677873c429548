package io.althing.raft.transport;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.alipay.sofa.jraft.rpc.RpcRequests;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

import io.althing.raft.proto.ForwardRequest;
import io.althing.raft.proto.ForwardResponse;
import io.althing.raft.proto.IdentityRequest;
import io.althing.raft.proto.IdentityResponse;

/**
 * Everything nodes may say to each other, by number. Numbers are on the wire and never reused; nothing outside the table is decoded.
 */
public final class MessageTable {
    private final Map<Integer, Type> byNumber = new LinkedHashMap<>();
    private final Map<String, Type> byClassName = new LinkedHashMap<>();

    /** One kind of message. */
    public record Type(int number, String className, Parser<? extends Message> parser) {

        /** @throws InvalidProtocolBufferException if the bytes are not of this kind */
        public Message parse(byte[] bytes) throws InvalidProtocolBufferException {
            return parser.parseFrom(bytes);
        }
    }

    public MessageTable() {
        add(1, RpcRequests.ErrorResponse.getDefaultInstance());
        add(2, RpcRequests.PingRequest.getDefaultInstance());
        add(3, RpcRequests.AppendEntriesRequest.getDefaultInstance());
        add(4, RpcRequests.AppendEntriesResponse.getDefaultInstance());
        add(5, RpcRequests.RequestVoteRequest.getDefaultInstance());
        add(6, RpcRequests.RequestVoteResponse.getDefaultInstance());
        add(7, RpcRequests.TimeoutNowRequest.getDefaultInstance());
        add(8, RpcRequests.TimeoutNowResponse.getDefaultInstance());
        add(9, RpcRequests.InstallSnapshotRequest.getDefaultInstance());
        add(10, RpcRequests.InstallSnapshotResponse.getDefaultInstance());
        add(11, RpcRequests.GetFileRequest.getDefaultInstance());
        add(12, RpcRequests.GetFileResponse.getDefaultInstance());
        add(13, RpcRequests.ReadIndexRequest.getDefaultInstance());
        add(14, RpcRequests.ReadIndexResponse.getDefaultInstance());
        add(32, ForwardRequest.getDefaultInstance());
        add(33, ForwardResponse.getDefaultInstance());
        add(34, IdentityRequest.getDefaultInstance());
        add(35, IdentityResponse.getDefaultInstance());
    }

    @SuppressWarnings("unchecked")
    private void add(int number, Message prototype) {
        Parser<? extends MessageLite> parser = prototype.getParserForType();
        Type type = new Type(number, prototype.getClass().getName(), (Parser<? extends Message>) parser);
        byNumber.put(number, type);
        byClassName.put(type.className(), type);
    }

    /** The kind with that number, if there is one. */
    public Optional<Type> number(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /** The kind of that message class, if it is in the table. */
    public Optional<Type> className(String name) {
        return Optional.ofNullable(byClassName.get(name));
    }

    /** All kinds, by rising number. */
    public Iterable<Type> all() {
        return byNumber.values();
    }
}
