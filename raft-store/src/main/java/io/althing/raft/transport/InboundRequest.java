package io.althing.raft.transport;

import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.google.protobuf.Message;

import io.vertx.core.buffer.Buffer;

/** Where the answer to one request goes. */
record InboundRequest(Wire wire, InboundConnection connection, long id) implements RpcContext {

    /** @throws IllegalArgumentException if the answer is not in the table */
    @Override
    public void sendResponse(Object response) {
        Message message = (Message) response;
        MessageTable.Type type = wire.table().className(message.getClass().getName())
                .orElseThrow(() -> new IllegalArgumentException(message.getClass().getName() + " is not in the table"));
        Buffer bytes = new Frame(Frame.Kind.RESPONSE, type.number(), id, new byte[0], message.toByteArray()).encode();
        wire.send(LinkFaults.Direction.RESPONSE, connection.faultsName(), type.number(), () -> {
            if (!connection.outlet().write(bytes)) {
                wire.refusals().refuse(Refusals.Kind.NOT_READING, connection.remote(), "it does not read its answers");
                connection.close();
            }
        });
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public String getRemoteAddress() {
        return connection.remote();
    }
}
