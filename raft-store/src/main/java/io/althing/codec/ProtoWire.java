package io.althing.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.function.Function;

/** How one value, without its tag, is written to and read from protobuf's wire format. */
interface ProtoWire {
    int wireType();

    void write(CodedOutputStream out, Object value) throws IOException;

    Object read(CodedInputStream in) throws IOException;

    /** Whether the value is proto3's default, which a field without presence leaves out. */
    boolean isZero(Object value);

    /** The value of a field that is not there. */
    Object zero();

    /** A value written as another one. */
    record Mapped(ProtoWire inner, Function<Object, Object> toInner, Function<Object, Object> fromInner)
            implements
                ProtoWire {
        @Override
        public int wireType() {
            return inner.wireType();
        }

        @Override
        public void write(CodedOutputStream out, Object value) throws IOException {
            inner.write(out, toInner.apply(value));
        }

        @Override
        public Object read(CodedInputStream in) throws IOException {
            return from(inner.read(in));
        }

        @Override
        public boolean isZero(Object value) {
            return inner.isZero(toInner.apply(value));
        }

        @Override
        public Object zero() {
            return from(inner.zero());
        }

        private Object from(Object raw) {
            try {
                return fromInner.apply(raw);
            } catch (IllegalArgumentException e) {
                throw new MalformedMessage("", String.valueOf(e.getMessage()));
            }
        }
    }

    /** protobuf's own types. */
    enum Scalar implements ProtoWire {
        STRING, INT32, SINT32, INT64, SINT64, BOOL, BYTES;

        @Override
        public int wireType() {
            return this == STRING || this == BYTES ? WireFormat.WIRETYPE_LENGTH_DELIMITED : WireFormat.WIRETYPE_VARINT;
        }

        @Override
        public void write(CodedOutputStream out, Object value) throws IOException {
            switch (this) {
                case STRING -> {
                    requireWholeCharacters((String) value);
                    out.writeStringNoTag((String) value);
                }
                case INT32 -> out.writeInt32NoTag((Integer) value);
                case SINT32 -> out.writeSInt32NoTag((Integer) value);
                case INT64 -> out.writeInt64NoTag((Long) value);
                case SINT64 -> out.writeSInt64NoTag((Long) value);
                case BOOL -> out.writeBoolNoTag((Boolean) value);
                case BYTES -> out.writeByteArrayNoTag((byte[]) value);
            }
        }

        @Override
        public Object read(CodedInputStream in) throws IOException {
            return switch (this) {
                case STRING -> in.readStringRequireUtf8();
                case INT32 -> in.readInt32();
                case SINT32 -> in.readSInt32();
                case INT64 -> in.readInt64();
                case SINT64 -> in.readSInt64();
                case BOOL -> in.readBool();
                case BYTES -> in.readByteArray();
            };
        }

        @Override
        public boolean isZero(Object value) {
            return this == BYTES ? ((byte[]) value).length == 0 : zero().equals(value);
        }

        @Override
        public Object zero() {
            return switch (this) {
                case STRING -> "";
                case INT32, SINT32 -> 0;
                case INT64, SINT64 -> 0L;
                case BOOL -> false;
                case BYTES -> new byte[0];
            };
        }

        private static void requireWholeCharacters(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 'x')) {
                        throw new MalformedMessage("", "half a surrogate pair at character " + i);
                    }
                    i++;
                }
            }
        }
    }
}
