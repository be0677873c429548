package io.althing.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A message with one oneof whose fields are the cases of a sealed interface. */
final class ProtoChoice implements ProtoBody {
    private final String name;
    private final Map<Class<?>, Case> byClass = new HashMap<>();
    private final Map<Integer, Case> byNumber = new HashMap<>();

    private record Case(int number, String name, ProtoBody body) {}

    ProtoChoice(String name) {
        this.name = name;
    }

    void add(Class<?> type, int number, String fieldName, ProtoBody body) {
        Case added = new Case(number, fieldName, body);
        byClass.put(type, added);
        byNumber.put(number, added);
    }

    @Override
    public String messageName() {
        return name;
    }

    @Override
    public void writeBody(CodedOutputStream out, Object value) throws IOException {
        Case is = byClass.get(value.getClass());
        if (is == null) {
            throw new MalformedMessage("", name + " has no case for " + value.getClass());
        }
        try {
            out.writeTag(is.number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            is.body.write(out, value);
        } catch (MalformedMessage e) {
            throw e.in(is.name);
        }
    }

    @Override
    public Object readBody(CodedInputStream in) throws IOException {
        int tag = in.readTag();
        if (tag == 0) {
            throw new MalformedMessage("", name + " is empty");
        }
        Case is = byNumber.get(WireFormat.getTagFieldNumber(tag));
        if (is == null) {
            throw new UnknownCommand(name, WireFormat.getTagFieldNumber(tag));
        }
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            throw new MalformedMessage(is.name, "not a message");
        }
        try {
            Object value = is.body.read(in);
            if (in.readTag() != 0) {
                throw new MalformedMessage("", "something follows it in " + name);
            }
            return value;
        } catch (MalformedMessage e) {
            throw e.in(is.name);
        }
    }
}
