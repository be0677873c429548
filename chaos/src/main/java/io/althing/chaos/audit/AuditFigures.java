package io.althing.chaos.audit;

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

    String table() {
        StringBuilder table = new StringBuilder();
        byName().forEach((name, value) -> table.append(String.format(Locale.ROOT, "%-34s %,16.1f%n", name, value)));
        return table.toString();
    }

    String json() {
        StringJoiner json = new StringJoiner(",", "{", "}");
        byName().forEach((name, value) -> json.add(String.format(Locale.ROOT, "\"%s\":%.1f", name, value)));
        return json.toString();
    }
}
