package io.althing.http;

import io.althing.audit.Json;
import io.althing.codec.RecordJson;
import io.althing.registry.Command;
import java.util.Map;
import java.util.TreeMap;

/** Records of the registry as they travel in requests and answers. Any thread. */
public final class Wire {
    private static final String UNKNOWN = "is unknown here";

    private final RecordJson records;

    /** @param records the process's one reader and writer of records */
    public Wire(RecordJson records) {
        this.records = records;
    }

    /** A record as JSON. */
    public <T extends Record> Json json(T value) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) value.getClass();
        return records.toJson(type, value);
    }

    /**
     * The command that a body describes.
     *
     * @param fromPath components that stand in the path, by name; the body must not repeat them
     * @param defaults what components have that the caller left out
     * @throws ProblemException naming the first field that will not do
     */
    public <T extends Command> T command(Class<T> type, Json.JObject body, Map<String, String> fromPath,
            Map<String, Json> defaults) {
        var fields = new TreeMap<>(defaults);
        fields.putAll(body.fields());
        fromPath.forEach((name, value) -> {
            if (body.fields().containsKey(name)) {
                throw Problems.unknownField(name, "'" + name + "' stands in the path already; leave it out of the body")
                        .asException();
            }
            fields.put(name, Json.string(value));
        });
        try {
            return records.fromJson(type, new Json.JObject(fields), RecordJson.Reading.REQUEST);
        } catch (RecordJson.Problem e) {
            throw (e.problem().startsWith(UNKNOWN)
                    ? Problems.unknownField(e.path(), String.valueOf(e.getMessage()))
                    : Problems.invalidField(e.path(), String.valueOf(e.getMessage()))).asException();
        }
    }

    /** An object with one more field. */
    public static Json.JObject with(Json object, String name, Json value) {
        if (object instanceof Json.JObject known) {
            var fields = new TreeMap<>(known.fields());
            fields.put(name, value);
            return new Json.JObject(fields);
        }
        throw new IllegalArgumentException("only an object has fields");
    }
}
