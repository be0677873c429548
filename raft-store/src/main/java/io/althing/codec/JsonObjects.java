package io.althing.codec;

import io.althing.audit.Json;
import io.althing.audit.Json.JObject;
import io.althing.audit.Json.JString;
import io.althing.audit.JsonOutput;
import io.althing.codec.RecordJson.Problem;
import io.althing.codec.RecordJson.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The two forms that are objects with fixed keys: a record, and a case of a sealed interface with its type. */
final class JsonObjects {
    private static final String TYPE = "type";

    private JsonObjects() {}

    /** A record. Filled after it is made, so that a type may hold itself. */
    static final class OfRecord implements JsonForm {
        private final RecordShape shape;
        private final List<JsonField> fields = new ArrayList<>();
        private final Map<String, Integer> indexes = new LinkedHashMap<>();
        private int[] sorted = {};

        OfRecord(RecordShape shape) {
            this.shape = shape;
        }

        void add(String name, JsonField field) {
            indexes.put(name, fields.size());
            fields.add(field);
            sorted = new TreeMap<>(indexes).values().stream().mapToInt(Integer::intValue).toArray();
        }

        boolean has(String name) {
            return indexes.containsKey(name);
        }

        @Override
        public void write(Object value, JsonOutput out) {
            write(value, out, Optional.empty());
        }

        @Override
        public Object read(Json json, Reading how) {
            if (json instanceof JObject object) {
                return read(object, how, false);
            }
            throw JsonForm.expected("an object", json);
        }

        void write(Object value, JsonOutput out, Optional<String> type) {
            out.beginObject();
            boolean typed = type.isEmpty();
            for (int index : sorted) {
                String name = shape.name(index);
                if (!typed && name.compareTo(TYPE) > 0) {
                    out.name(TYPE).string(type.get());
                    typed = true;
                }
                write(index, shape.get(index, value), out);
            }
            if (!typed) {
                out.name(TYPE).string(type.get());
            }
            out.endObject();
        }

        private void write(int index, Object component, JsonOutput out) {
            JsonField field = fields.get(index);
            if (field.isPresent(component)) {
                try {
                    field.write(component, out.name(shape.name(index)));
                } catch (Problem e) {
                    throw e.in(shape.name(index));
                }
            }
        }

        Object read(JObject object, Reading how, boolean typed) {
            Object[] values = new Object[shape.size()];
            for (Map.Entry<String, Json> member : object.fields().entrySet()) {
                Integer index = indexes.get(member.getKey());
                if (index != null) {
                    values[index] = read(index, member.getValue(), how);
                } else if (how != Reading.TOLERANT && !(typed && member.getKey().equals(TYPE))) {
                    throw new Problem(member.getKey(),
                            "is unknown here; known are " + String.join(", ", indexes.keySet()));
                }
            }
            for (int i = 0; i < values.length; i++) {
                if (values[i] == null) {
                    values[i] = absent(i, how);
                }
            }
            return JsonForm.make(shape, values);
        }

        private Object read(int index, Json json, Reading how) {
            try {
                return fields.get(index).read(json, how);
            } catch (Problem e) {
                throw e.in(shape.name(index));
            }
        }

        private Object absent(int index, Reading how) {
            return fields.get(index).absent(how).orElseThrow(() -> new Problem(shape.name(index), "is required"));
        }
    }

    /** A sealed interface. */
    static final class OfChoice implements JsonForm {
        private final Map<Class<?>, Optional<String>> names = new HashMap<>();
        private final Map<Class<?>, OfRecord> byClass = new HashMap<>();
        private final Map<String, OfRecord> byName = new LinkedHashMap<>();

        void add(Class<?> type, OfRecord form) {
            String name = Names.kebab(type.getSimpleName());
            if (form.has(TYPE) || byName.put(name, form) != null) {
                throw new IllegalArgumentException(
                        type + " has a component called type or shares its name with another case");
            }
            names.put(type, Optional.of(name));
            byClass.put(type, form);
        }

        @Override
        public void write(Object value, JsonOutput out) {
            OfRecord form = byClass.get(value.getClass());
            Optional<String> name = names.get(value.getClass());
            if (form == null || name == null) {
                throw new IllegalArgumentException(value.getClass() + " is no case of this type");
            }
            form.write(value, out, name);
        }

        @Override
        public Object read(Json json, Reading how) {
            if (!(json instanceof JObject object)) {
                throw JsonForm.expected("an object", json);
            }
            Json type = object.fields().get(TYPE);
            if (type == null) {
                throw new Problem(TYPE, "is required: one of " + String.join(", ", byName.keySet()));
            }
            OfRecord form = type instanceof JString name ? byName.get(name.value()) : null;
            if (form == null) {
                throw JsonForm.expected("one of " + String.join(", ", byName.keySet()), type).in(TYPE);
            }
            return form.read(object, how, true);
        }
    }
}
