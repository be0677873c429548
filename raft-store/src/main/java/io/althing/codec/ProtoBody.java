package io.althing.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A message: at the top as it is, inside another one with its length before it. */
interface ProtoBody extends ProtoWire {
    String messageName();

    void writeBody(CodedOutputStream out, Object value) throws IOException;

    Object readBody(CodedInputStream in) throws IOException;

    @Override
    default int wireType() {
        return WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    @Override
    default void write(CodedOutputStream out, Object value) throws IOException {
        out.writeByteArrayNoTag(bytes(body -> writeBody(body, value)));
    }

    @Override
    default Object read(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        Object value = readBody(in);
        in.popLimit(outer);
        return value;
    }

    @Override
    default boolean isZero(Object value) {
        return false;
    }

    @Override
    default Object zero() {
        throw new MalformedMessage("", "it is missing");
    }

    static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, 128);
        try {
            writing.to(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Something that writes. */
    interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }
}
