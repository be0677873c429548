package io.althing.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One component of a record as one field of a message. */
sealed interface ProtoField {
    int number();

    void write(CodedOutputStream out, Object value) throws IOException;

    /** @param before what earlier occurrences gave, null at the first */
    Object read(CodedInputStream in, int wireType, @Nullable Object before) throws IOException;

    /** @param read what the occurrences gave, null if there was none */
    Object finish(@Nullable Object read);

    /** A field that always has a value; a default is left out unless the field has presence. */
    record Single(int number, ProtoWire wire, boolean presence) implements ProtoField {
        @Override
        public void write(CodedOutputStream out, Object value) throws IOException {
            if (presence || !wire.isZero(value)) {
                out.writeTag(number, wire.wireType());
                wire.write(out, value);
            }
        }

        @Override
        public Object read(CodedInputStream in, int wireType, @Nullable Object before) throws IOException {
            requireFirst(before);
            requireWireType(wire.wireType(), wireType);
            return wire.read(in);
        }

        @Override
        public Object finish(@Nullable Object read) {
            return read == null ? wire.zero() : read;
        }
    }

    /** A field with presence for an {@link Optional}. */
    record Maybe(int number, ProtoWire wire) implements ProtoField {
        @Override
        public void write(CodedOutputStream out, Object value) throws IOException {
            Optional<?> optional = (Optional<?>) value;
            if (optional.isPresent()) {
                out.writeTag(number, wire.wireType());
                wire.write(out, optional.get());
            }
        }

        @Override
        public Object read(CodedInputStream in, int wireType, @Nullable Object before) throws IOException {
            requireFirst(before);
            requireWireType(wire.wireType(), wireType);
            return Optional.of(wire.read(in));
        }

        @Override
        public Object finish(@Nullable Object read) {
            return read == null ? Optional.empty() : read;
        }
    }

    /** A repeated field for a {@link List}. */
    record Many(int number, ProtoWire wire, boolean packed) implements ProtoField {
        @Override
        public void write(CodedOutputStream out, Object value) throws IOException {
            List<?> items = (List<?>) value;
            if (packed && !items.isEmpty()) {
                out.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeByteArrayNoTag(ProtoBody.bytes(body -> {
                    for (Object item : items) {
                        wire.write(body, item);
                    }
                }));
                return;
            }
            for (Object item : items) {
                out.writeTag(number, wire.wireType());
                wire.write(out, item);
            }
        }

        @Override
        @SuppressWarnings("unchecked")
        public Object read(CodedInputStream in, int wireType, @Nullable Object before) throws IOException {
            List<Object> items = before == null ? new ArrayList<>() : (List<Object>) before;
            if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED && wire.wireType() == WireFormat.WIRETYPE_VARINT) {
                int outer = in.pushLimit(in.readRawVarint32());
                while (!in.isAtEnd()) {
                    items.add(wire.read(in));
                }
                in.popLimit(outer);
            } else {
                requireWireType(wire.wireType(), wireType);
                items.add(wire.read(in));
            }
            return items;
        }

        @Override
        public Object finish(@Nullable Object read) {
            return read == null ? List.of() : Collections.unmodifiableList((List<?>) read);
        }
    }

    /** A repeated field of entry messages for a {@link SortedMap}, written in the order of the keys. */
    record Entries(int number, ProtoWire entry) implements ProtoField {
        @Override
        public void write(CodedOutputStream out, Object value) throws IOException {
            for (Map.Entry<?, ?> each : ((SortedMap<?, ?>) value).entrySet()) {
                out.writeTag(number, entry.wireType());
                entry.write(out, each);
            }
        }

        @Override
        @SuppressWarnings("unchecked")
        public Object read(CodedInputStream in, int wireType, @Nullable Object before) throws IOException {
            requireWireType(entry.wireType(), wireType);
            TreeMap<Object, Object> map = before == null ? new TreeMap<>() : (TreeMap<Object, Object>) before;
            Map.Entry<?, ?> read = (Map.Entry<?, ?>) entry.read(in);
            if (map.put(read.getKey(), read.getValue()) != null) {
                throw new MalformedMessage("", "the key " + read.getKey() + " occurs twice");
            }
            return map;
        }

        @Override
        public Object finish(@Nullable Object read) {
            return read == null
                    ? Collections.emptySortedMap()
                    : Collections.unmodifiableSortedMap((TreeMap<?, ?>) read);
        }
    }

    private static void requireFirst(@Nullable Object before) {
        if (before != null) {
            throw new MalformedMessage("", "the field occurs twice");
        }
    }

    private static void requireWireType(int expected, int actual) {
        if (expected != actual) {
            throw new MalformedMessage("", "wire type " + actual + " where " + expected + " belongs");
        }
    }
}
