package io.althing.codec;

import io.althing.registry.Blob;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Finds the JSON form of each type. */
final class JsonPlanner {
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final Map<Type, JsonForm> planned = new HashMap<>();

    /** @throws IllegalArgumentException if the type, or one below it, has no JSON form */
    JsonForm form(Type type) {
        JsonForm known = planned.get(type);
        return known == null ? plan(type, Generics.raw(type)) : known;
    }

    private JsonForm plan(Type type, Class<?> raw) {
        if (raw == List.class) {
            return new JsonField.Items(form(Generics.argument(type, 0)));
        }
        if (raw == SortedMap.class) {
            return new JsonField.Members(key(Generics.argument(type, 0)), form(Generics.argument(type, 1)));
        }
        if (raw.isEnum()) {
            return constants(raw);
        }
        if (RecordShape.isValue(raw)) {
            RecordShape shape = RecordShape.of(raw);
            return new JsonForm.Value(shape, form(shape.type(0)));
        }
        if (raw.isRecord()) {
            return record(raw);
        }
        return raw.isSealed() ? choice(raw) : scalar(raw);
    }

    private JsonObjects.OfRecord record(Class<?> type) {
        if (planned.get(type) instanceof JsonObjects.OfRecord known) {
            return known;
        }
        RecordShape shape = RecordShape.of(type);
        JsonObjects.OfRecord form = new JsonObjects.OfRecord(shape);
        planned.put(type, form);
        for (int i = 0; i < shape.size(); i++) {
            Type component = shape.type(i);
            form.add(shape.name(i), Generics.raw(component) == Optional.class
                    ? new JsonField.Maybe(form(Generics.argument(component, 0)))
                    : new JsonField.Single(form(component)));
        }
        return form;
    }

    private JsonForm choice(Class<?> type) {
        JsonObjects.OfChoice form = new JsonObjects.OfChoice();
        planned.put(type, form);
        for (Class<?> each : RecordShape.cases(type)) {
            form.add(each, record(each));
        }
        return form;
    }

    private JsonForm key(Type type) {
        Class<?> raw = Generics.raw(type);
        boolean text = raw == String.class || raw.isEnum()
                || (RecordShape.isValue(raw) && RecordShape.of(raw).type(0) == String.class);
        if (!text) {
            throw new IllegalArgumentException(type + " cannot be a key of a JSON object");
        }
        return form(type);
    }

    private static JsonForm constants(Class<?> type) {
        Map<String, Object> byName = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            names.add(Names.kebab((Enum<?>) constant));
            byName.put(names.getLast(), constant);
        }
        return new JsonForm.Text(constant -> names.get(((Enum<?>) constant).ordinal()), name -> {
            Object constant = byName.get(name);
            if (constant == null) {
                throw new IllegalArgumentException(
                        "'" + JsonForm.shortened(name) + "' is none of " + String.join(", ", byName.keySet()));
            }
            return constant;
        });
    }

    private static JsonForm scalar(Class<?> type) {
        if (type == String.class) {
            return new JsonForm.Text(String.class::cast, text -> text);
        } else if (type == long.class || type == Long.class) {
            return new JsonForm.Whole(Long.MIN_VALUE, Long.MAX_VALUE, number -> number);
        } else if (type == int.class || type == Integer.class) {
            return new JsonForm.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue);
        } else if (type == boolean.class || type == Boolean.class) {
            return new JsonForm.Truth();
        } else if (type == Instant.class) {
            return new JsonForm.Text(instant -> rfc3339((Instant) instant), JsonPlanner::instant);
        } else if (type == BigDecimal.class) {
            return new JsonForm.Text(number -> Decimals.write((BigDecimal) number), Decimals::read);
        } else if (type == Blob.class) {
            return new JsonForm.Text(blob -> ((Blob) blob).base64(), JsonPlanner::blob);
        }
        throw new IllegalArgumentException(type + " has no JSON form");
    }

    private static String rfc3339(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(END)) {
            throw new IllegalArgumentException(instant + " is not in the years 0 to 9999");
        }
        return instant.toString();
    }

    private static Instant instant(String text) {
        try {
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(notAnInstant(text), e);
        }
        throw new IllegalArgumentException(notAnInstant(text));
    }

    private static String notAnInstant(String text) {
        return "'" + JsonForm.shortened(text) + "' is not a time in UTC such as 2026-01-02T03:04:05Z";
    }

    private static Blob blob(String text) {
        try {
            return Blob.ofBase64(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not base64: " + e.getMessage(), e);
        }
    }
}
