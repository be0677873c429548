package io.althing.resource;

import io.althing.registry.Blob;
import io.althing.registry.evidence.LogWealth;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Derives from record classes what their JSON schemas must be, so that the OpenAPI document can be held against the code. */
final class RecordSchemas {
    private final SortedMap<String, JsonObject> found = new TreeMap<>();

    /** The schemas of everything asked for so far and of what it refers to, by name. */
    SortedMap<String, JsonObject> found() {
        return found;
    }

    /** Adds a type and all below it; gives the way to refer to it. */
    JsonObject add(Class<?> type) {
        return schema(type);
    }

    /** The schema of a record without some components and with others not required. */
    JsonObject object(Class<?> type, Set<String> without, Set<String> optional) {
        var properties = new JsonObject();
        var required = new JsonArray();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            if (without.contains(name)) {
                continue;
            }
            Type declared = component.getGenericType();
            boolean maybe = raw(declared) == Optional.class;
            properties.put(name, schema(maybe ? argument(declared, 0) : declared));
            if (!maybe && !optional.contains(name) && raw(declared) != List.class && raw(declared) != SortedMap.class) {
                required.add(name);
            }
        }
        var schema = new JsonObject().put("type", "object").put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema.put("properties", properties);
    }

    private JsonObject schema(Type type) {
        Class<?> raw = raw(type);
        if (raw == List.class) {
            return new JsonObject().put("type", "array").put("items", schema(argument(type, 0)));
        } else if (raw == SortedMap.class) {
            return new JsonObject().put("type", "object").put("additionalProperties", schema(argument(type, 1)));
        } else if (raw.isEnum()) {
            return new JsonObject().put("type", "string").put("enum",
                    new JsonArray(Arrays.stream(raw.getEnumConstants()).map(c -> word((Enum<?>) c)).toList()));
        } else if (raw == LogWealth.class) {
            return new JsonObject().put("type", new JsonArray().add("integer").add("string"));
        } else if (raw.isRecord()) {
            RecordComponent[] components = raw.getRecordComponents();
            boolean value = components.length == 1 && components[0].getName().equals("value")
                    && raw.getInterfaces().length <= 1 && !isCase(raw);
            return value ? schema(components[0].getGenericType()) : named(raw, () -> object(raw, Set.of(), Set.of()));
        } else if (raw.isSealed()) {
            return named(raw, () -> choice(raw));
        }
        return scalar(raw);
    }

    private static boolean isCase(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    }

    private JsonObject choice(Class<?> sealed) {
        var choices = new JsonArray();
        for (Class<?> each : sealed.getPermittedSubclasses()) {
            JsonObject schema = object(each, Set.of(), Set.of());
            schema.getJsonObject("properties").put("type", new JsonObject().put("const", kebab(each.getSimpleName())));
            schema.put("required", schema.getJsonArray("required", new JsonArray()).add("type"));
            found.put(name(each), schema);
            choices.add(reference(each));
        }
        return new JsonObject().put("oneOf", choices);
    }

    private JsonObject named(Class<?> type, java.util.function.Supplier<JsonObject> schema) {
        if (!found.containsKey(name(type))) {
            found.put(name(type), new JsonObject());
            found.put(name(type), schema.get());
        }
        return reference(type);
    }

    private static JsonObject reference(Class<?> type) {
        return new JsonObject().put("$ref", "#/components/schemas/" + name(type));
    }

    private static JsonObject scalar(Class<?> type) {
        var schema = new JsonObject();
        if (type == String.class) {
            return schema.put("type", "string");
        } else if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
            return schema.put("type", "integer");
        } else if (type == boolean.class) {
            return schema.put("type", "boolean");
        } else if (type == Instant.class) {
            return schema.put("type", "string").put("format", "date-time");
        } else if (type == BigDecimal.class) {
            return schema.put("type", "string").put("pattern", "^-?[0-9]+(\\.[0-9]+)?$");
        } else if (type == Blob.class) {
            return schema.put("type", "string").put("format", "byte");
        }
        throw new IllegalArgumentException(type + " has no schema");
    }

    static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : name(outer) + type.getSimpleName();
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String kebab(String camel) {
        return camel.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
