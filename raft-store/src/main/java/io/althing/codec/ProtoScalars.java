package io.althing.codec;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.althing.codec.ProtoWire.Mapped;
import io.althing.codec.ProtoWire.Scalar;
import io.althing.registry.Blob;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The wire form of the types that are one value in both worlds. */
final class ProtoScalars {
    private ProtoScalars() {}

    /** Empty if the field is of a type that does not fit. */
    static Optional<ProtoWire> of(Class<?> type, FieldDescriptor field) {
        return switch (field.getType()) {
            case STRING -> type == String.class
                    ? Optional.of(Scalar.STRING)
                    : when(type == BigDecimal.class,
                            new Mapped(Scalar.STRING, number -> Decimals.write((BigDecimal) number),
                                    text -> Decimals.read((String) text)));
            case BYTES -> when(type == Blob.class,
                    new Mapped(Scalar.BYTES, blob -> ((Blob) blob).bytes(), bytes -> Blob.of((byte[]) bytes)));
            case BOOL -> when(type == boolean.class || type == Boolean.class, Scalar.BOOL);
            case INT32 -> when(type == int.class || type == Integer.class, Scalar.INT32);
            case SINT32 -> when(type == int.class || type == Integer.class, Scalar.SINT32);
            case INT64 -> type == Instant.class
                    ? Optional.of(MILLIS)
                    : when(type == long.class || type == Long.class, Scalar.INT64);
            case SINT64 -> when(type == long.class || type == Long.class, Scalar.SINT64);
            case ENUM -> type.isEnum() ? constants(type, field.getEnumType()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static final ProtoWire MILLIS = new Mapped(Scalar.INT64, instant -> millis((Instant) instant),
            millis -> Instant.ofEpochMilli((Long) millis));

    private static long millis(Instant instant) {
        long millis = instant.toEpochMilli();
        if (!Instant.ofEpochMilli(millis).equals(instant)) {
            throw new IllegalArgumentException(instant + " is finer than a millisecond");
        }
        return millis;
    }

    private static Optional<ProtoWire> when(boolean fits, ProtoWire wire) {
        return fits ? Optional.of(wire) : Optional.empty();
    }

    private static Optional<ProtoWire> constants(Class<?> type, EnumDescriptor descriptor) {
        String prefix = Names.snake(descriptor.getName()).toUpperCase(Locale.ROOT) + "_";
        Map<Object, Integer> numbers = new HashMap<>();
        Map<Integer, Object> constants = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            EnumValueDescriptor value = descriptor.findValueByName(prefix + ((Enum<?>) constant).name());
            if (value == null || value.getNumber() == 0) {
                return Optional.empty();
            }
            numbers.put(constant, value.getNumber());
            constants.put(value.getNumber(), constant);
        }
        EnumValueDescriptor none = descriptor.findValueByName(prefix + "UNSPECIFIED");
        boolean complete = none != null && none.getNumber() == 0 && descriptor.getValues().size() == numbers.size() + 1;
        return when(complete, new Mapped(Scalar.INT32, numbers::get, number -> {
            Object constant = constants.get(number);
            if (constant == null) {
                throw new IllegalArgumentException(number + " is no value of " + descriptor.getName());
            }
            return constant;
        }));
    }
}
