package io.althing.audit;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An entry of a log with its place and, if it is canonical JSON, its value. Immutable. */
public final class EntryRecord {
    private final long index;
    private final byte[] bytes;
    private final Optional<Json> value;

    private EntryRecord(long index, byte[] bytes, Optional<Json> value) {
        this.index = index;
        this.bytes = bytes;
        this.value = value;
    }

    /** The entry of these bytes. */
    public static EntryRecord of(long index, byte[] bytes) {
        Optional<Json> value;
        try {
            value = Optional.of(CanonicalJson.parseCanonical(bytes));
        } catch (MalformedException e) {
            value = Optional.empty();
        }
        return new EntryRecord(index, bytes.clone(), value);
    }

    /** Its place in the log. */
    public long index() {
        return index;
    }

    /** A copy of the exact bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many bytes it has. */
    public int length() {
        return bytes.length;
    }

    /** The value; empty if the bytes are not canonical JSON. */
    public Optional<Json> value() {
        return value;
    }

    /** What its leaf in the tree is. */
    public Hash leafHash() {
        return MerkleTree.leafHash(bytes);
    }

    /**
     * A field as text: strings as they are, all else as JSON.
     *
     * @param path
     *            names joined by dots, like {@code actor.id}
     */
    public Optional<String> text(String path) {
        Optional<Json> at = value;
        for (String name : path.split("\\.", -1)) {
            at = at.flatMap(json -> json instanceof Json.JObject object
                    ? Optional.ofNullable(object.fields().get(name))
                    : Optional.empty());
        }
        return at.map(EntryRecord::text);
    }

    private static String text(Json json) {
        return json instanceof Json.JString string ? string.value() : CanonicalJson.writeString(json);
    }

    /** Its {@code time} field, if that is a time in UTC. */
    public Optional<Instant> time() {
        return value.flatMap(EntryField::timeIn);
    }

    /** What it can be looked up by. */
    public Map<EntryField, Set<String>> fields() {
        return fields(RolloutSubjects.NONE);
    }

    /** What it can be looked up by if one knows what rollouts are about. */
    public Map<EntryField, Set<String>> fields(RolloutSubjects subjects) {
        return value.map(json -> EntryField.valuesIn(json, subjects)).orElse(Map.of());
    }

    /** The digests of the bulky parts it names in its field {@code blobs}, in hexadecimal. */
    public List<String> blobs() {
        return value.filter(Json.JObject.class::isInstance).map(json -> ((Json.JObject) json).fields().get("blobs"))
                .filter(Json.JArray.class::isInstance)
                .map(json -> ((Json.JArray) json).items().stream().filter(Json.JString.class::isInstance)
                        .map(item -> ((Json.JString) item).value()).filter(text -> text.matches("[0-9a-f]{64}"))
                        .toList())
                .orElse(List.of());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryRecord that && index == that.index && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(index);
    }

    @Override
    public String toString() {
        return "entry " + index;
    }
}
