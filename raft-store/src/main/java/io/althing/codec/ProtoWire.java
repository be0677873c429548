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
        STRING(WireFormat.WIRETYPE_LENGTH_DELIMITED, "") {
            @Override
            public void write(CodedOutputStream out, Object value) throws IOException {
                requireWholeCharacters((String) value);
                out.writeStringNoTag((String) value);
            }

            @Override
            public Object read(CodedInputStream in) throws IOException {
                return in.readStringRequireUtf8();
            }
        },
        INT32(WireFormat.WIRETYPE_VARINT, 0) {
            @Override
            public void write(CodedOutputStream out, Object value) throws IOException {
                out.writeInt32NoTag((Integer) value);
            }

            @Override
            public Object read(CodedInputStream in) throws IOException {
                return in.readInt32();
            }
        },
        SINT32(WireFormat.WIRETYPE_VARINT, 0) {
            @Override
            public void write(CodedOutputStream out, Object value) throws IOException {
                out.writeSInt32NoTag((Integer) value);
            }

            @Override
            public Object read(CodedInputStream in) throws IOException {
                return in.readSInt32();
            }
        },
        INT64(WireFormat.WIRETYPE_VARINT, 0L) {
            @Override
            public void write(CodedOutputStream out, Object value) throws IOException {
                out.writeInt64NoTag((Long) value);
            }

            @Override
            public Object read(CodedInputStream in) throws IOException {
                return in.readInt64();
            }
        },
        SINT64(WireFormat.WIRETYPE_VARINT, 0L) {
            @Override
            public void write(CodedOutputStream out, Object value) throws IOException {
                out.writeSInt64NoTag((Long) value);
            }

            @Override
            public Object read(CodedInputStream in) throws IOException {
                return in.readSInt64();
            }
        },
        BOOL(WireFormat.WIRETYPE_VARINT, false) {
            @Override
            public void write(CodedOutputStream out, Object value) throws IOException {
                out.writeBoolNoTag((Boolean) value);
            }

            @Override
            public Object read(CodedInputStream in) throws IOException {
                return in.readBool();
            }
        },
        BYTES(WireFormat.WIRETYPE_LENGTH_DELIMITED, new byte[0]) {
            @Override
            public void write(CodedOutputStream out, Object value) throws IOException {
                out.writeByteArrayNoTag((byte[]) value);
            }

            @Override
            public Object read(CodedInputStream in) throws IOException {
                return in.readByteArray();
            }

            @Override
            public boolean isZero(Object value) {
                return ((byte[]) value).length == 0;
            }
        };

        private final int wireType;
        private final Object zero;

        Scalar(int wireType, Object zero) {
            this.wireType = wireType;
            this.zero = zero;
        }

        @Override
        public int wireType() {
            return wireType;
        }

        @Override
        public boolean isZero(Object value) {
            return zero.equals(value);
        }

        @Override
        public Object zero() {
            return zero;
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
