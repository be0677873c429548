package io.althing.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the {@link Json} of the value it is given. */
public final class JsonTree implements JsonOutput {
    private final Deque<Open> open = new ArrayDeque<>();
    private Optional<Json> whole = Optional.empty();

    /** An object or array that is not complete. */
    private static final class Open {
        private final SortedMap<String, Json> fields = new TreeMap<>();
        private final List<Json> items = new ArrayList<>();
        private Optional<String> name = Optional.empty();
    }

    /** The value. */
    public Json json() {
        return whole.orElseThrow(() -> new IllegalStateException("the value is not complete"));
    }

    private JsonTree add(Json value) {
        Open inside = open.peek();
        if (inside == null) {
            whole = Optional.of(value);
        } else if (inside.name.isPresent()) {
            inside.fields.put(inside.name.get(), value);
            inside.name = Optional.empty();
        } else {
            inside.items.add(value);
        }
        return this;
    }

    @Override
    public JsonTree beginObject() {
        open.push(new Open());
        return this;
    }

    @Override
    public JsonTree name(String name) {
        open.element().name = Optional.of(name);
        return this;
    }

    @Override
    public JsonTree endObject() {
        return add(new Json.JObject(open.pop().fields));
    }

    @Override
    public JsonTree beginArray() {
        return beginObject();
    }

    @Override
    public JsonTree endArray() {
        return add(new Json.JArray(open.pop().items));
    }

    @Override
    public JsonTree string(String value) {
        return add(new Json.JString(value));
    }

    @Override
    public JsonTree number(long value) {
        return add(new Json.JNumber(value));
    }

    @Override
    public JsonTree bool(boolean value) {
        return add(new Json.JBool(value));
    }
}
