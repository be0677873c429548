package io.althing.replica;

import io.althing.audit.CanonicalJson;
import io.althing.audit.Json;
import io.althing.audit.MalformedException;
import io.althing.registry.NodeId;
import io.althing.registry.Sha256;
import io.althing.store.DigestMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A replica's recent digests as they travel between nodes. */
public record Digests(NodeId node, List<DigestMark> marks) {
    /** Copies the list. */
    public Digests {
        marks = List.copyOf(marks);
    }

    /** As JSON. */
    public Json json() {
        List<Json> all = new ArrayList<>();
        marks.forEach(mark -> all.add(Json.object(
                Map.of("index", Json.number(mark.index()), "digest", Json.string(mark.digest().value())))));
        return Json.object(Map.of("node", Json.string(node.value()), "marks", new Json.JArray(all)));
    }

    /** Reads them; empty if these bytes are something else. */
    static Optional<Digests> parse(byte[] bytes) {
        try {
            return CanonicalJson.parse(bytes) instanceof Json.JObject object
                    && object.fields().get("node") instanceof Json.JString node
                    && object.fields().get("marks") instanceof Json.JArray marks
                            ? Optional.of(new Digests(new NodeId(node.value()),
                                    marks.items().stream().flatMap(mark -> mark(mark).stream()).toList()))
                            : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static Optional<DigestMark> mark(Json mark) {
        return mark instanceof Json.JObject object && object.fields().get("index") instanceof Json.JNumber index
                && object.fields().get("digest") instanceof Json.JString digest
                        ? Optional.of(new DigestMark(index.value(), new Sha256(digest.value())))
                        : Optional.empty();
    }
}
