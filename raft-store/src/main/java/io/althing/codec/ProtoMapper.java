package io.althing.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import java.io.IOException;
import java.util.List;

/**
 * Writes a record or a case of a sealed interface as the bytes of a protobuf message, and back, by names alone:
 *
 * <table>
 * <caption>Java and protobuf</caption>
 * <tr><td>component {@code ioSchema}</td><td>field {@code io_schema}</td></tr>
 * <tr><td>{@code String}, {@code boolean}</td><td>{@code string}, {@code bool}</td></tr>
 * <tr><td>{@code int}, {@code long}</td><td>{@code int32} or {@code sint32}, {@code int64} or {@code sint64}</td></tr>
 * <tr><td>{@code BigDecimal}</td><td>{@code string}, decimal without exponent</td></tr>
 * <tr><td>{@code Instant at}</td><td>{@code int64 at_millis}; a finer instant is refused</td></tr>
 * <tr><td>{@code Blob}</td><td>{@code bytes}</td></tr>
 * <tr><td>value record (one component, called {@code value} or the record {@code Comparable})</td><td>as its component</td></tr>
 * <tr><td>enum constant {@code ADMIN}</td><td>{@code ROLE_ADMIN} of {@code enum Role}, whose 0 is {@code ROLE_UNSPECIFIED} and
 * refused</td></tr>
 * <tr><td>other record</td><td>message</td></tr>
 * <tr><td>sealed interface</td><td>message with one {@code oneof} and nothing else; its fields are {@code set_tag} for case
 * {@code SetTag}</td></tr>
 * <tr><td>{@code Optional<T>}</td><td>{@code optional} scalar, or a message that may be absent</td></tr>
 * <tr><td>{@code List<T>}</td><td>{@code repeated}; a list in a list is a message with one repeated field</td></tr>
 * <tr><td>{@code SortedMap<K, V>}</td><td>{@code repeated} message with fields {@code key} and {@code value}, in order of the keys</td></tr>
 * </table>
 *
 * <p>Bytes are deterministic: fields by number, defaults left out, no maps of protobuf's. Reading is strict: unknown fields, wrong wire types,
 * repeated single fields and bytes left over are refused, and the record's own constructor judges the values. Immutable, for any thread.
 *
 * @param <T> the record or sealed interface
 */
public final class ProtoMapper<T> {
    private final Class<T> type;
    private final ProtoBody root;

    /** @throws IllegalArgumentException listing every {@linkplain #mismatches mismatch} */
    public ProtoMapper(Class<T> type, Descriptor message) {
        ProtoPlanner planner = new ProtoPlanner();
        this.type = type;
        this.root = planner.body(type, message);
        if (!planner.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", planner.problems()));
        }
    }

    /** Every component, case and field below the two that has no counterpart; empty if they fit. */
    public static List<String> mismatches(Class<?> type, Descriptor message) {
        ProtoPlanner planner = new ProtoPlanner();
        planner.body(type, message);
        return List.copyOf(planner.problems());
    }

    /** @throws MalformedMessage if a value does not fit: half a surrogate pair, an instant finer than a millisecond */
    public byte[] encode(T value) {
        return ProtoBody.bytes(out -> root.writeBody(out, value));
    }

    /**
     * @throws MalformedMessage with the path of the field at fault
     * @throws UnknownCommand if a oneof holds a case without a class
     */
    public T decode(byte[] bytes) {
        try {
            return type.cast(root.readBody(CodedInputStream.newInstance(bytes)));
        } catch (IOException e) {
            throw new MalformedMessage("", "not a " + root.messageName() + ": " + e.getMessage());
        }
    }
}
