package io.althing.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Entries as files for people and programs that know nothing of trees. JSON Lines keeps the exact bytes, so leaf hashes can be computed
 * from it; CSV is a lossy summary and says so. Verify the log before exporting it.
 */
public final class AuditExport {
    /** The columns of an Althing entry that fit into a table. */
    public static final List<String> COLUMNS = List.of("time", "action", "actor.id", "actor.kind", "actor.method",
            "actor.onBehalfOf", "actor.region", "node", "requestId", "proposed", "before", "after");

    private final EntryReader entries;
    private final long size;
    private final Predicate<EntryRecord> wanted;

    /**
     * An export.
     *
     * @param entries
     *            the log's entries
     * @param size
     *            of the tree whose checkpoint was verified
     * @param wanted
     *            which of them, {@link EntryFilter#ALL} for all
     */
    public AuditExport(EntryReader entries, long size, Predicate<EntryRecord> wanted) {
        this.entries = entries;
        this.size = size;
        this.wanted = wanted;
    }

    /** Gets the wanted entries one after the other. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the next one. */
        void accept(EntryRecord entry) throws IOException;
    }

    /**
     * Hands over the wanted entries in order.
     *
     * @return how many
     */
    public long each(Sink sink) throws IOException {
        long count = 0;
        for (long index = 0; index < size; index++) {
            EntryRecord entry = EntryRecord.of(index, entries.entry(index));
            if (wanted.test(entry)) {
                sink.accept(entry);
                count++;
            }
        }
        return count;
    }

    /**
     * One line per entry: its index, its leaf hash, its exact bytes in base64 and, if they are canonical JSON, its value. The leaf hash is
     * SHA-256 of a zero byte and the exact bytes.
     *
     * @return how many entries
     */
    public long jsonLines(OutputStream out) throws IOException {
        return each(entry -> out.write(utf8(line(entry) + "\n")));
    }

    /** An entry as a line of the export, without its end. */
    static String line(EntryRecord entry) {
        TreeMap<String, Json> line = new TreeMap<>();
        line.put("index", Json.number(entry.index()));
        line.put("leafHash", Json.string(entry.leafHash().hex()));
        line.put("bytes", Json.string(StrictBase64.encode(entry.bytes())));
        entry.value().ifPresent(value -> line.put("entry", value));
        return CanonicalJson.writeString(Json.object(line));
    }

    /**
     * A table (RFC 4180) with a first line that says it is lossy. A cell that a spreadsheet would run as a formula is kept from it by an
     * apostrophe.
     *
     * @param columns
     *            paths of fields, like {@link #COLUMNS}
     * @return how many entries
     */
    public long csv(List<String> columns, OutputStream out) throws IOException {
        out.write(utf8(
                "# lossy: a summary of the entries; the exact bytes that the leaf hashes cover are in the JSON Lines export\r\n"));
        out.write(utf8("index,leafHash," + String.join(",", columns) + "\r\n"));
        return each(entry -> {
            StringBuilder row = new StringBuilder().append(entry.index()).append(',').append(entry.leafHash());
            for (String column : columns) {
                row.append(',').append(cell(entry.text(column).orElse("")));
            }
            out.write(utf8(row.append("\r\n").toString()));
        });
    }

    private static String cell(String text) {
        String harmless = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = harmless.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
