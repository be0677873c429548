package io.althing.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.althing.codec.ProtoWire.Mapped;
import io.althing.codec.ProtoWire.Scalar;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Finds for each type its message and for each component its field, and notes what does not fit. */
final class ProtoPlanner {
    private final Map<Key, ProtoBody> bodies = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private record Key(Type type, String message) {}

    List<String> problems() {
        return problems;
    }

    ProtoBody body(Class<?> type, Descriptor message) {
        Key key = new Key(type, message.getFullName());
        ProtoBody known = bodies.get(key);
        if (known != null) {
            return known;
        }
        if (type.isSealed()) {
            return choice(key, type, message);
        }
        RecordShape shape = RecordShape.of(type);
        ProtoMessage body = new ProtoMessage(message.getName(), ProtoMessage.Parts.of(shape));
        bodies.put(key, body);
        Set<FieldDescriptor> used = new HashSet<>();
        for (int i = 0; i < shape.size(); i++) {
            String name = Names.snake(shape.name(i)) + (Generics.isInstant(shape.type(i)) ? "_millis" : "");
            field(body, i, shape.type(i), message, name).ifPresent(used::add);
        }
        requireAllUsed(message, used, type.getSimpleName());
        return body;
    }

    private ProtoBody choice(Key key, Class<?> type, Descriptor message) {
        ProtoChoice choice = new ProtoChoice(message.getName());
        bodies.put(key, choice);
        Set<FieldDescriptor> used = new HashSet<>();
        for (Class<?> each : RecordShape.cases(type)) {
            String name = Names.snake(each.getSimpleName());
            FieldDescriptor field = message.findFieldByName(name);
            if (!each.isRecord()) {
                problems.add(each + " is no record");
            } else if (field == null || field.getRealContainingOneof() == null
                    || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                problems.add("case " + each.getSimpleName() + " has no message field '" + name + "' in a oneof of "
                        + message.getFullName());
            } else {
                used.add(field);
                choice.add(each, field.getNumber(), name, body(each, field.getMessageType()));
            }
        }
        requireAllUsed(message, used, type.getSimpleName());
        if (message.getRealOneofs().size() > 1) {
            problems.add(message.getFullName() + " has more than one oneof");
        }
        return choice;
    }

    private void requireAllUsed(Descriptor message, Set<FieldDescriptor> used, String type) {
        for (FieldDescriptor field : message.getFields()) {
            if (!used.contains(field)) {
                problems.add("field '" + field.getName() + "' of " + message.getFullName() + " has no counterpart in "
                        + type);
            }
        }
    }

    private Optional<FieldDescriptor> field(ProtoMessage body, int index, Type type, Descriptor message, String name) {
        FieldDescriptor field = message.findFieldByName(name);
        if (field == null) {
            problems.add("component of type " + type.getTypeName() + " has no field '" + name + "' in "
                    + message.getFullName());
            return Optional.empty();
        }
        Class<?> raw = Generics.raw(type);
        boolean many = raw == List.class || raw == SortedMap.class;
        boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        expect(field, many == field.isRepeated(), many ? "must be repeated" : "must not be repeated");
        expect(field, many || nested || (raw == Optional.class) == field.hasPresence(),
                raw == Optional.class ? "must be optional" : "must not be optional");
        body.add(index, name, fieldOf(type, field));
        return Optional.of(field);
    }

    private ProtoField fieldOf(Type type, FieldDescriptor field) {
        Class<?> raw = Generics.raw(type);
        int number = field.getNumber();
        if (raw == List.class) {
            return new ProtoField.Many(number, wire(Generics.argument(type, 0), field), field.isPacked());
        }
        if (raw == SortedMap.class) {
            return new ProtoField.Entries(number, entry(type, field));
        }
        if (raw == Optional.class) {
            return new ProtoField.Maybe(number, wire(Generics.argument(type, 0), field));
        }
        return new ProtoField.Single(number, wire(type, field), field.hasPresence());
    }

    private ProtoWire wire(Type type, FieldDescriptor field) {
        Class<?> raw = Generics.raw(type);
        if (raw == List.class) {
            return expectMessage(type, field).<ProtoWire>map(message -> innerList(type, message)).orElse(Scalar.BOOL);
        }
        if (RecordShape.isValue(raw)) {
            RecordShape shape = RecordShape.of(raw);
            return new Mapped(wire(shape.type(0), field), value -> shape.get(0, value),
                    inner -> shape.make(new Object[]{inner}));
        }
        if (raw.isRecord() || raw.isSealed()) {
            return expectMessage(type, field).<ProtoWire>map(message -> body(raw, message)).orElse(Scalar.BOOL);
        }
        return ProtoScalars.of(raw, field).orElseGet(() -> {
            problems.add("field '" + field.getFullName() + "' of type " + field.getType() + " does not fit "
                    + type.getTypeName());
            return Scalar.BOOL;
        });
    }

    private ProtoBody innerList(Type list, Descriptor message) {
        ProtoMessage body = new ProtoMessage(message.getName(), ProtoMessage.Parts.ofList());
        if (message.getFields().size() == 1) {
            field(body, 0, list, message, message.getFields().get(0).getName());
        } else {
            problems.add(message.getFullName() + " must have one repeated field, for " + list.getTypeName());
        }
        return body;
    }

    private ProtoWire entry(Type map, FieldDescriptor field) {
        return expectMessage(map, field).<ProtoWire>map(message -> {
            ProtoMessage body = new ProtoMessage(message.getName(), ProtoMessage.Parts.ofEntry());
            Set<FieldDescriptor> used = new HashSet<>();
            field(body, 0, Generics.argument(map, 0), message, "key").ifPresent(used::add);
            field(body, 1, Generics.argument(map, 1), message, "value").ifPresent(used::add);
            requireAllUsed(message, used, map.getTypeName());
            return body;
        }).orElse(Scalar.BOOL);
    }

    private Optional<Descriptor> expectMessage(Type type, FieldDescriptor field) {
        boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        expect(field, nested, "must be a message, for " + type.getTypeName());
        return nested ? Optional.of(field.getMessageType()) : Optional.empty();
    }

    private void expect(FieldDescriptor field, boolean holds, String what) {
        if (!holds) {
            problems.add("field '" + field.getFullName() + "' " + what);
        }
    }
}
