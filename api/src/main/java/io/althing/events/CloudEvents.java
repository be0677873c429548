package io.althing.events;

import io.althing.audit.CanonicalJson;
import io.althing.audit.Json;
import io.althing.registry.Region;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes the events of an audit entry as CloudEvents 1.0 in JSON, framed as server-sent events. The id is the event's {@link Position},
 * the same in every region; {@code source} is the region that answers.
 */
final class CloudEvents {
    private final Region source;

    CloudEvents(Region source) {
        this.source = source;
    }

    /** The frames of the entry's events from the given ordinal on. */
    byte[] frames(long auditIndex, byte[] entry, int fromOrdinal) {
        var text = new StringBuilder();
        if (CanonicalJson.parse(entry) instanceof Json.JObject object
                && object.fields().get("events") instanceof Json.JArray events) {
            for (int i = fromOrdinal; i < events.items().size(); i++) {
                var at = new Position(auditIndex, i);
                text.append("id: ").append(at).append("\ndata: ")
                        .append(CanonicalJson.writeString(event(at, object, events.items().get(i)))).append("\n\n");
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Json event(Position at, Json.JObject entry, Json data) {
        Map<String, Json> fields = new TreeMap<>();
        fields.put("specversion", Json.string("1.0"));
        fields.put("id", Json.string(at.toString()));
        fields.put("source", Json.string(source.value()));
        fields.put("type", Json.string("io.althing." + kind(data) + ".v1"));
        fields.put("datacontenttype", Json.string("application/json"));
        Optional.ofNullable(entry.fields().get("time")).ifPresent(time -> fields.put("time", time));
        fields.put("data", data);
        return Json.object(fields);
    }

    private static String kind(Json data) {
        return data instanceof Json.JObject object && object.fields().get("type") instanceof Json.JString name
                ? name.value()
                : "unknown";
    }
}
