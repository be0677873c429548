package io.althing.codec;

import io.althing.audit.Json;
import io.althing.audit.Json.JArray;
import io.althing.audit.Json.JObject;
import io.althing.audit.Json.JString;
import io.althing.audit.JsonOutput;
import io.althing.audit.JsonTree;
import io.althing.codec.RecordJson.Problem;
import io.althing.codec.RecordJson.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One component of a record as one key of an object. */
sealed interface JsonField {
    /** Whether there is a key for this value. */
    boolean isPresent(Object value);

    /** Writes a value that is present. */
    void write(Object value, JsonOutput out);

    Object read(Json json, Reading how);

    /** The value if there is no key; empty if there must be one. */
    Optional<Object> absent(Reading how);

    /** A key that must be there. */
    record Single(JsonForm form) implements JsonField {
        @Override
        public boolean isPresent(Object value) {
            return true;
        }

        @Override
        public void write(Object value, JsonOutput out) {
            form.write(value, out);
        }

        @Override
        public Object read(Json json, Reading how) {
            return form.read(json, how);
        }

        @Override
        public Optional<Object> absent(Reading how) {
            boolean forgiven = how != Reading.EXACT && form instanceof Container;
            return forgiven ? Optional.of(((Container) form).empty()) : Optional.empty();
        }
    }

    /** A key for an {@link Optional}. */
    record Maybe(JsonForm form) implements JsonField {
        @Override
        public boolean isPresent(Object value) {
            return ((Optional<?>) value).isPresent();
        }

        @Override
        public void write(Object value, JsonOutput out) {
            form.write(((Optional<?>) value).orElseThrow(), out);
        }

        @Override
        public Object read(Json json, Reading how) {
            return Optional.of(form.read(json, how));
        }

        @Override
        public Optional<Object> absent(Reading how) {
            return Optional.of(Optional.empty());
        }
    }

    /** A form with an obvious value for nothing. */
    sealed interface Container extends JsonForm {
        Object empty();
    }

    /** A list. */
    record Items(JsonForm item) implements Container {
        @Override
        public void write(Object value, JsonOutput out) {
            out.beginArray();
            int count = 0;
            for (Object each : (List<?>) value) {
                try {
                    item.write(each, out);
                } catch (Problem e) {
                    throw e.in("[" + count + "]");
                }
                count++;
            }
            out.endArray();
        }

        @Override
        public Object read(Json json, Reading how) {
            if (!(json instanceof JArray array)) {
                throw JsonForm.expected("an array", json);
            }
            List<Object> items = new ArrayList<>(array.items().size());
            for (Json each : array.items()) {
                try {
                    items.add(item.read(each, how));
                } catch (Problem e) {
                    throw e.in("[" + items.size() + "]");
                }
            }
            return Collections.unmodifiableList(items);
        }

        @Override
        public Object empty() {
            return List.of();
        }
    }

    /** A sorted map. */
    record Members(JsonForm key, JsonForm value) implements Container {
        @Override
        public void write(Object map, JsonOutput out) {
            TreeMap<String, Object> byName = new TreeMap<>();
            ((SortedMap<?, ?>) map).forEach((k, v) -> byName.put(name(k), v));
            out.beginObject();
            byName.forEach((name, each) -> {
                try {
                    value.write(each, out.name(name));
                } catch (Problem e) {
                    throw e.in(name);
                }
            });
            out.endObject();
        }

        private String name(Object k) {
            JsonTree text = new JsonTree();
            key.write(k, text);
            return ((JString) text.json()).value();
        }

        @Override
        public Object read(Json json, Reading how) {
            if (!(json instanceof JObject object)) {
                throw JsonForm.expected("an object", json);
            }
            TreeMap<Object, Object> map = new TreeMap<>();
            object.fields().forEach((name, member) -> {
                try {
                    map.put(key.read(new JString(name), how), value.read(member, how));
                } catch (Problem e) {
                    throw e.in(name);
                }
            });
            return Collections.unmodifiableSortedMap(map);
        }

        @Override
        public Object empty() {
            return Collections.emptySortedMap();
        }
    }
}
