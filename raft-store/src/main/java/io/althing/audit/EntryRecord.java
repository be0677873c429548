package io.althing.audit;

import java.util.Arrays;
import java.util.Optional;

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

    /** Whether a field of this name, however deep, holds this text. */
    public boolean mentions(String name, String text) {
        return value.filter(json -> mentions(json, name, text)).isPresent();
    }

    private static boolean mentions(Json json, String name, String text) {
        return switch (json) {
            case Json.JObject object -> object.fields().entrySet().stream()
                    .anyMatch(field -> (field.getKey().equals(name) && text(field.getValue()).equals(text))
                            || mentions(field.getValue(), name, text));
            case Json.JArray array -> array.items().stream().anyMatch(item -> mentions(item, name, text));
            case Json.JString string -> false;
            case Json.JNumber number -> false;
            case Json.JBool bool -> false;
        };
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
