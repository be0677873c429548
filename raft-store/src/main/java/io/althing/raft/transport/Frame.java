package io.althing.raft.transport;

import java.util.Optional;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequestHeader;
import com.google.protobuf.Message;

import io.vertx.core.buffer.Buffer;

/**
 * One message on the wire. All numbers are big-endian:
 *
 * <pre>
 * u32 length of what follows | u8 kind | u16 message number | u64 id | u16 header length | header | body
 * </pre>
 *
 * The header is there only for AppendEntries requests, whose executor must be known before the body is read. A connection begins with
 * the caller's {@link #PREFACE}.
 *
 * @param kind request, response, or refusal (a response whose body is a reason in UTF-8, message number 0)
 * @param id pairs a response with its request; unique within a connection
 */
@SuppressWarnings("ArrayRecordComponent")
record Frame(Kind kind, int number, long id, byte[] header, byte[] body) {
    static final byte[] PREFACE = {'a', 'l', 't', 'h', 'r', 'a', 'f', 1};
    /** JRaft stops adding entries at half a MiB, so a body may be that and one largest payload, and metadata. */
    static final int MAX_LENGTH = 3 << 20;
    private static final int FIXED = 1 + 2 + 8 + 2;

    enum Kind {
        REQUEST(0), RESPONSE(1), REFUSAL(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Optional<Kind> of(int code) {
            return switch (code) {
                case 0 -> Optional.of(REQUEST);
                case 1 -> Optional.of(RESPONSE);
                case 2 -> Optional.of(REFUSAL);
                default -> Optional.empty();
            };
        }
    }

    static Frame request(MessageTable.Type type, long id, Message message) {
        byte[] header = {};
        if (message instanceof AppendEntriesRequest append) {
            header = AppendEntriesRequestHeader.newBuilder().setGroupId(append.getGroupId())
                    .setPeerId(append.getPeerId())
                    .setServerId(append.getServerId()).build().toByteArray();
        }
        return new Frame(Kind.REQUEST, type.number(), id, header, message.toByteArray());
    }

    /** Bytes on the wire. */
    int size() {
        return 4 + FIXED + header.length + body.length;
    }

    Buffer encode() {
        return Buffer.buffer(size()).appendInt(size() - 4).appendByte((byte) kind.code).appendShort((short) number)
                .appendLong(id)
                .appendShort((short) header.length).appendBytes(header).appendBytes(body);
    }

    /** Reads what follows the length; empty if it is malformed. */
    static Optional<Frame> decode(Buffer rest) {
        if (rest.length() < FIXED) {
            return Optional.empty();
        }
        Optional<Kind> kind = Kind.of(rest.getUnsignedByte(0));
        int headerLength = rest.getUnsignedShort(11);
        if (kind.isEmpty() || FIXED + headerLength > rest.length()) {
            return Optional.empty();
        }
        int bodyStart = FIXED + headerLength;
        return Optional.of(new Frame(kind.get(), rest.getUnsignedShort(1), rest.getLong(3),
                rest.getBytes(FIXED, bodyStart), rest.getBytes(bodyStart, rest.length())));
    }
}
