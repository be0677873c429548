package io.althing.chaos.audit;

import io.althing.client.TextTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What {@link AuditBench} measured.
 *
 * @param entries how many were appended
 * @param appendsPerSecond hashed and written in batches of {@link AuditBench#BATCH}
 * @param checkpointMicros median of making the head and signing it
 * @param cosignMicros median of a cosignature with its fsync
 * @param proofMicros of an inclusion proof at a random index
 * @param verifySeconds of recomputing the whole log and comparing every tile
 * @param bytesPerEntry on disk, compressed, entries included
 * @param entryBytes of them the entry's own, on average
 * @param reopenMillis until the head is known again
 * @param index of the index behind it
 */
record AuditFigures(long entries, double appendsPerSecond, double checkpointMicros, double cosignMicros,
        Latency proofMicros, double verifySeconds, double bytesPerEntry, double entryBytes, double reopenMillis,
        IndexBench.Figures index) {
    /** Median and 99th percentile. */
    record Latency(double p50, double p99) {}

    private Map<String, Double> byName() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("entries", (double) entries);
        figures.put("appends_per_second", appendsPerSecond);
        figures.put("checkpoint_us_p50", checkpointMicros);
        figures.put("cosign_fsync_us_p50", cosignMicros);
        figures.put("proof_us_p50", proofMicros.p50());
        figures.put("proof_us_p99", proofMicros.p99());
        figures.put("verify_s", verifySeconds);
        figures.put("disk_bytes_per_entry", bytesPerEntry);
        figures.put("entry_bytes", entryBytes);
        figures.put("reopen_ms", reopenMillis);
        figures.put("index_build_s", index.buildSeconds());
        figures.put("index_bytes_per_entry", index.bytesPerEntry());
        index.pageMicros().forEach((query, latency) -> {
            figures.put("query_" + query + "_us_p50", latency.p50());
            figures.put("query_" + query + "_us_p99", latency.p99());
        });
        return figures;
    }

    /** For people: what was measured with its unit, then each search. */
    String table() {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        out.printf(Locale.ROOT, "%,d entries of %,.0f bytes on average, on one node and its disk%n%n", entries,
                entryBytes);
        log().print(out, "nothing was measured");
        out.println();
        searches().print(out, "no search was measured");
        out.flush();
        return text.toString();
    }

    private TextTable log() {
        String none = "-";
        return new TextTable("MEASURED", "MEDIAN", "99 %")
                .row("entries appended in a second, in batches of " + AuditBench.BATCH,
                        String.format(Locale.ROOT, "%,.0f", appendsPerSecond), none)
                .row("a checkpoint made and signed", time(checkpointMicros), none)
                .row("a cosignature, its memory forced to the disk", time(cosignMicros), none)
                .row("an inclusion proof of any entry", time(proofMicros.p50()), time(proofMicros.p99()))
                .row("the whole log recomputed and every tile compared", time(verifySeconds * 1e6), none)
                .row("a restart, until the head is known", time(reopenMillis * 1e3), none)
                .row("bytes on disk for an entry, compressed", String.format(Locale.ROOT, "%,.1f", bytesPerEntry), none)
                .row("the search index built", time(index.buildSeconds() * 1e6), none)
                .row("bytes on disk for an entry's index", String.format(Locale.ROOT, "%,.1f", index.bytesPerEntry()),
                        none);
    }

    private TextTable searches() {
        TextTable table = new TextTable("A PAGE OF ENTRIES FOUND BY", "MEDIAN", "99 %");
        index.pageMicros().forEach(
                (query, page) -> table.row(query.replace('_', ' '), time(page.p50()), time(page.p99())));
        return table;
    }

    private static String time(double micros) {
        if (micros < 1e3) {
            return String.format(Locale.ROOT, "%.0f us", micros);
        }
        return micros < 1e6
                ? String.format(Locale.ROOT, "%.1f ms", micros / 1e3)
                : String.format(Locale.ROOT, "%,.1f s", micros / 1e6);
    }

    String json() {
        StringJoiner json = new StringJoiner(",", "{", "}");
        byName().forEach((name, value) -> json.add(String.format(Locale.ROOT, "\"%s\":%.1f", name, value)));
        return json.toString();
    }
}
