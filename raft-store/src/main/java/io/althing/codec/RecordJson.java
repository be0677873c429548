package io.althing.codec;

import io.althing.audit.CanonicalJson;
import io.althing.audit.CanonicalJsonWriter;
import io.althing.audit.Json;
import io.althing.audit.JsonOutput;
import io.althing.audit.JsonTree;
import io.althing.audit.MalformedException;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes a record or a case of a sealed interface as canonical JSON (RFC 8785) and back, by names alone:
 *
 * <table>
 * <caption>Java and JSON</caption>
 * <tr><td>component {@code ioSchema}</td><td>key {@code ioSchema}</td></tr>
 * <tr><td>{@code String}, {@code boolean}</td><td>string, boolean</td></tr>
 * <tr><td>{@code int}, {@code long}</td><td>number; beyond ±(2^53 - 1) a decimal string</td></tr>
 * <tr><td>{@code BigDecimal}</td><td>decimal string without exponent</td></tr>
 * <tr><td>{@code Instant}</td><td>RFC 3339 in UTC, {@code "2026-01-02T03:04:05Z"}</td></tr>
 * <tr><td>{@code Blob}</td><td>base64 string</td></tr>
 * <tr><td>value record (one component, called {@code value} or the record {@code Comparable})</td><td>as its component</td></tr>
 * <tr><td>enum constant {@code ALL_AT_ONCE}</td><td>{@code "all-at-once"}</td></tr>
 * <tr><td>other record</td><td>object</td></tr>
 * <tr><td>case {@code SetWeight} of a sealed interface</td><td>object with {@code "type": "set-weight"} besides its components</td></tr>
 * <tr><td>{@code Optional<T>}</td><td>the value, or no key</td></tr>
 * <tr><td>{@code List<T>}</td><td>array</td></tr>
 * <tr><td>{@code SortedMap<K, V>}, K a string, enum or value record of a string</td><td>object</td></tr>
 * </table>
 *
 * <p>A type is planned once, at first use. Any thread may use one instance; make one per process.
 */
public final class RecordJson {
    private final Map<Type, JsonForm> forms = new ConcurrentHashMap<>();

    /** How much the reader forgives. An absent {@code Optional} is fine in each. */
    public enum Reading {
        /** Every key there and known: what this version wrote. */
        EXACT,
        /** Unknown keys refused, absent lists and maps empty: what people write. */
        REQUEST,
        /** Unknown keys ignored, absent lists and maps empty: what another version wrote. */
        TOLERANT
    }

    /** JSON that does not describe a value of the type; meant to be shown to whoever wrote it. */
    public static final class Problem extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String path;
        private final String problem;

        /**
         * @param path
         *            where, for example {@code spec.analysis.metrics[2].alpha}; empty for the whole
         * @param problem
         *            what is wrong and what was expected
         */
        public Problem(String path, String problem) {
            super(path.isEmpty() ? problem : path + ": " + problem);
            this.path = path;
            this.problem = problem;
        }

        public String path() {
            return path;
        }

        public String problem() {
            return problem;
        }

        Problem in(String step) {
            String joint = path.isEmpty() || path.startsWith("[") ? "" : ".";
            return new Problem(step + joint + path, problem);
        }
    }

    /**
     * @param type
     *            the declared type: the sealed interface, if the reader cannot know which case it gets
     * @throws Problem
     *             if a value has no JSON form: a decimal number of over 100 digits, a year beyond 9999
     */
    public <T> Json toJson(Class<T> type, T value) {
        JsonTree tree = new JsonTree();
        write(type, value, tree);
        return tree.json();
    }

    /** {@link #toJson} as canonical bytes. */
    public <T> byte[] write(Class<T> type, T value) {
        CanonicalJsonWriter out = new CanonicalJsonWriter();
        write(type, value, out);
        return out.toBytes();
    }

    /** {@link #toJson} piece by piece. */
    public <T> void write(Class<T> type, T value, JsonOutput out) {
        form(type).write(value, out);
    }

    /** @throws Problem with the path to the first thing that does not fit */
    public <T> T fromJson(Class<T> type, Json json, Reading how) {
        return type.cast(form(type).read(json, how));
    }

    /** @throws Problem as {@link #fromJson}, and if the bytes are no JSON */
    public <T> T read(Class<T> type, byte[] json, Reading how) {
        Json parsed;
        try {
            parsed = CanonicalJson.parse(json);
        } catch (MalformedException e) {
            throw new Problem("", e.getMessage());
        }
        return fromJson(type, parsed, how);
    }

    private JsonForm form(Class<?> type) {
        JsonForm known = forms.get(type);
        if (known != null) {
            return known;
        }
        JsonPlanner planner = new JsonPlanner();
        JsonForm planned = planner.form(type);
        forms.put(type, planned);
        return planned;
    }
}
