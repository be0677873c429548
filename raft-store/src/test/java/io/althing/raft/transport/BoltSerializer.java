package io.althing.raft.transport;

import org.jspecify.annotations.Nullable;

import com.alipay.remoting.DefaultCustomSerializer;
import com.alipay.remoting.InvokeContext;
import com.alipay.remoting.exception.DeserializationException;
import com.alipay.remoting.exception.SerializationException;
import com.alipay.remoting.rpc.RequestCommand;
import com.alipay.remoting.rpc.ResponseCommand;
import com.alipay.remoting.rpc.protocol.RpcRequestCommand;
import com.alipay.remoting.rpc.protocol.RpcResponseCommand;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequestHeader;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

/** Protobuf messages of the table as bolt's bodies; AppendEntries also gets the header its executor is chosen by. */
final class BoltSerializer extends DefaultCustomSerializer {
    private final MessageTable table;

    BoltSerializer(MessageTable table) {
        this.table = table;
    }

    @Override
    public <T extends RequestCommand> boolean serializeHeader(T request, @Nullable InvokeContext context)
            throws SerializationException {
        RpcRequestCommand command = (RpcRequestCommand) request;
        if (command.getRequestObject() instanceof AppendEntriesRequest append) {
            command.setHeader(AppendEntriesRequestHeader.newBuilder().setGroupId(append.getGroupId())
                    .setPeerId(append.getPeerId())
                    .setServerId(append.getServerId()).build().toByteArray());
            return true;
        }
        return false;
    }

    @Override
    public <T extends RequestCommand> boolean deserializeHeader(T request) throws DeserializationException {
        RpcRequestCommand command = (RpcRequestCommand) request;
        if (command.getHeader() == null) {
            return false;
        }
        try {
            command.setRequestHeader(AppendEntriesRequestHeader.parseFrom(command.getHeader()));
            return true;
        } catch (InvalidProtocolBufferException e) {
            throw new DeserializationException("a header that is no AppendEntries header", e);
        }
    }

    @Override
    public <T extends RequestCommand> boolean serializeContent(T request, @Nullable InvokeContext context)
            throws SerializationException {
        RpcRequestCommand command = (RpcRequestCommand) request;
        command.setContent(((Message) command.getRequestObject()).toByteArray());
        return true;
    }

    @Override
    public <T extends RequestCommand> boolean deserializeContent(T request) throws DeserializationException {
        RpcRequestCommand command = (RpcRequestCommand) request;
        command.setRequestObject(parse(command.getRequestClass(), command.getContent()));
        return true;
    }

    @Override
    public <T extends ResponseCommand> boolean serializeContent(T response) throws SerializationException {
        RpcResponseCommand command = (RpcResponseCommand) response;
        command.setContent(((Message) command.getResponseObject()).toByteArray());
        return true;
    }

    @Override
    public <T extends ResponseCommand> boolean deserializeContent(T response, @Nullable InvokeContext context)
            throws DeserializationException {
        RpcResponseCommand command = (RpcResponseCommand) response;
        command.setResponseObject(parse(command.getResponseClass(), command.getContent()));
        return true;
    }

    private Message parse(String className, byte @Nullable [] content) throws DeserializationException {
        MessageTable.Type type = table.className(className)
                .orElseThrow(() -> new DeserializationException("a message that is not in the table: " + className));
        try {
            return type.parse(content == null ? new byte[0] : content);
        } catch (InvalidProtocolBufferException e) {
            throw new DeserializationException("a damaged " + className, e);
        }
    }
}
