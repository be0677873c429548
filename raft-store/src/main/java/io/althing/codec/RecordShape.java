package io.althing.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record class taken apart: its components in order, how to read each, how to make a new one. Immutable. */
final class RecordShape {
    private final Class<?> type;
    private final List<RecordComponent> components;
    private final MethodHandle[] getters;
    private final MethodHandle constructor;

    private RecordShape(Class<?> type) throws ReflectiveOperationException {
        this.type = type;
        this.components = List.of(type.getRecordComponents());
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        this.getters = new MethodHandle[components.size()];
        for (int i = 0; i < getters.length; i++) {
            getters[i] = lookup.unreflect(components.get(i).getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class));
        }
        Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        this.constructor = lookup.unreflectConstructor(type.getDeclaredConstructor(types))
                .asSpreader(Object[].class, types.length)
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    static RecordShape of(Class<?> record) {
        try {
            return new RecordShape(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot take apart " + record, e);
        }
    }

    int size() {
        return getters.length;
    }

    String name(int component) {
        return components.get(component).getName();
    }

    Type type(int component) {
        return components.get(component).getGenericType();
    }

    Object get(int component, Object record) {
        try {
            return (Object) getters[component].invokeExact(record);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** @throws IllegalArgumentException if the record's own constructor refuses the values */
    Object make(@Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    private RuntimeException unchecked(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException("reading " + type, e);
    }

    /**
     * True for a record that only gives its one component a type: the component is called {@code value} or the record is
     * {@link Comparable}, and it is no case of a sealed interface. Such a record is written as its component.
     */
    static boolean isValue(Class<?> type) {
        if (!type.isRecord() || type.getRecordComponents().length != 1 || isCase(type)) {
            return false;
        }
        RecordComponent only = type.getRecordComponents()[0];
        return !(only.getGenericType() instanceof ParameterizedType)
                && (only.getName().equals("value") || Comparable.class.isAssignableFrom(type));
    }

    /** The records below a sealed interface, those of sealed interfaces below it included, in order of declaration. */
    static List<Class<?>> cases(Class<?> sealed) {
        List<Class<?>> cases = new ArrayList<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                cases.addAll(cases(permitted));
            } else {
                cases.add(permitted);
            }
        }
        return cases;
    }

    private static boolean isCase(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    }
}
