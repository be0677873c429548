package io.althing.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A message whose fields are the components of a record, the two halves of a map's entry, or one inner list. */
final class ProtoMessage implements ProtoBody {
    private final String name;
    private final Parts parts;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Integer, Slot> byNumber = new HashMap<>();

    /** How a value comes apart and is put together. */
    record Parts(int size, Get get, Function<@Nullable Object[], Object> make) {
        static Parts of(RecordShape shape) {
            return new Parts(shape.size(), shape::get, shape::make);
        }

        static Parts ofEntry() {
            return new Parts(2,
                    (i, entry) -> i == 0 ? ((Map.Entry<?, ?>) entry).getKey() : ((Map.Entry<?, ?>) entry).getValue(),
                    both -> Map.entry(both[0], both[1]));
        }

        static Parts ofList() {
            return new Parts(1, (i, list) -> list, one -> one[0]);
        }
    }

    /** Takes out one part. */
    interface Get {
        Object part(int index, Object whole);
    }

    private record Slot(int index, String name, ProtoField field) {}

    ProtoMessage(String name, Parts parts) {
        this.name = name;
        this.parts = parts;
    }

    void add(int index, String fieldName, ProtoField field) {
        Slot slot = new Slot(index, fieldName, field);
        byNumber.put(field.number(), slot);
        slots.add(slot);
        slots.sort(Comparator.comparingInt(each -> each.field.number()));
    }

    @Override
    public String messageName() {
        return name;
    }

    @Override
    public void writeBody(CodedOutputStream out, Object value) throws IOException {
        for (Slot slot : slots) {
            try {
                slot.field.write(out, parts.get.part(slot.index, value));
            } catch (MalformedMessage e) {
                throw e.in(slot.name);
            } catch (IllegalArgumentException e) {
                throw new MalformedMessage(slot.name, String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public Object readBody(CodedInputStream in) throws IOException {
        @Nullable
        Object[] values = new Object[parts.size];
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Slot slot = byNumber.get(WireFormat.getTagFieldNumber(tag));
            if (slot == null) {
                throw new MalformedMessage("", name + " has no field " + WireFormat.getTagFieldNumber(tag));
            }
            try {
                values[slot.index] = slot.field.read(in, WireFormat.getTagWireType(tag), values[slot.index]);
            } catch (MalformedMessage e) {
                throw e.in(slot.name);
            }
        }
        for (Slot slot : slots) {
            try {
                values[slot.index] = slot.field.finish(values[slot.index]);
            } catch (MalformedMessage e) {
                throw e.in(slot.name);
            }
        }
        try {
            return parts.make.apply(values);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessage("", String.valueOf(e.getMessage()));
        }
    }
}
