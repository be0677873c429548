package io.althing.raft.transport;

import com.alipay.remoting.CustomSerializerManager;
import com.alipay.remoting.exception.CodecException;
import com.alipay.remoting.rpc.RpcConfigs;
import com.alipay.remoting.serialization.Serializer;
import com.alipay.remoting.serialization.SerializerManager;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.rpc.impl.BoltRpcServer;

/**
 * SOFABolt as the wire: plaintext, without peer identity. It binds one address and dials by map; object serialization is replaced by
 * a refusal before any message can be read.
 */
public final class BoltTransport implements RaftTransport {
    /** Bolt keeps its serializers for the whole process. */
    private static final MessageTable TABLE = registerSerializers();

    private final DialMap.Target listen;
    private final DialMap dialMap;

    public BoltTransport(DialMap.Target listen, DialMap dialMap) {
        this.listen = listen;
        this.dialMap = dialMap;
    }

    /** Refuses what bolt would hand to Hessian: every message here has a serializer of its own. */
    private static final class RefusingSerializer implements Serializer {
        @Override
        public byte[] serialize(Object obj) throws CodecException {
            throw new CodecException(
                    "refused to serialize " + obj.getClass().getName() + ": only protobuf messages are spoken here");
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // bolt's signature
        public <T> T deserialize(byte[] data, String classOfT) throws CodecException {
            throw new CodecException("refused to deserialize " + classOfT + ": only protobuf messages are spoken here");
        }
    }

    private static MessageTable registerSerializers() {
        // AppendEntries must reach its executor in order of arrival
        System.setProperty(RpcConfigs.DISPATCH_MSG_LIST_IN_DEFAULT_EXECUTOR, "false");
        SerializerManager.addSerializer(SerializerManager.Hessian2, new RefusingSerializer());
        MessageTable table = new MessageTable();
        BoltSerializer serializer = new BoltSerializer(table);
        for (MessageTable.Type type : table.all()) {
            CustomSerializerManager.registerCustomSerializer(type.className(), serializer);
        }
        return table;
    }

    static MessageTable table() {
        return TABLE;
    }

    @Override
    public RpcServer newServer() {
        com.alipay.remoting.rpc.RpcServer bolt = new com.alipay.remoting.rpc.RpcServer(listen.host(), listen.port(),
                true);
        return new BoltRpcServer(bolt);
    }

    @Override
    public RpcClient newClient() {
        return new DialingBoltClient(dialMap);
    }
}
