package io.althing.codec;

import io.althing.audit.Json;
import io.althing.audit.Json.JArray;
import io.althing.audit.Json.JObject;
import io.althing.audit.Json.JString;
import io.althing.codec.RecordJson.Problem;
import io.althing.codec.RecordJson.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One component of a record as one key of an object. */
sealed interface JsonField {
    /** Empty for no key. */
    Optional<Json> write(Object value);

    Object read(Json json, Reading how);

    /** The value if there is no key; empty if there must be one. */
    Optional<Object> absent(Reading how);

    /** A key that must be there. */
    record Single(JsonForm form) implements JsonField {
        @Override
        public Optional<Json> write(Object value) {
            return Optional.of(form.write(value));
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
        public Optional<Json> write(Object value) {
            return ((Optional<?>) value).map(form::write);
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
        public Json write(Object value) {
            List<Json> items = new ArrayList<>();
            for (Object each : (List<?>) value) {
                try {
                    items.add(item.write(each));
                } catch (Problem e) {
                    throw e.in("[" + items.size() + "]");
                }
            }
            return new JArray(items);
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
        public Json write(Object map) {
            TreeMap<String, Json> members = new TreeMap<>();
            for (Map.Entry<?, ?> each : ((SortedMap<?, ?>) map).entrySet()) {
                String name = ((JString) key.write(each.getKey())).value();
                try {
                    members.put(name, value.write(each.getValue()));
                } catch (Problem e) {
                    throw e.in(name);
                }
            }
            return new JObject(members);
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
