package io.althing.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.audit.EntryBundle;
import io.althing.audit.HttpTiles;
import io.althing.chaos.history.Line;
import io.althing.client.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

/** Reads a node's whole audit log as static files. */
public final class LogReader {
    private static final int BUNDLE = 256;

    private LogReader() {}

    /** The first so many entries, as a history tells of them. */
    public static List<Line.Entry> read(URI api, long size) throws IOException {
        List<Line.Entry> entries = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpTiles tiles = new HttpTiles(client, api.resolve("/audit/"));
            for (long at = 0; at < size; at += BUNDLE) {
                var bundle = new EntryBundle(at / BUNDLE, (int) Math.min(BUNDLE, size - at));
                byte[] bytes = tiles.bundle(bundle)
                        .orElseThrow(() -> new IOException(api + " has no " + bundle.path()));
                for (byte[] entry : bundle.entries(bytes)) {
                    entries.add(entry(entries.size(), Json.mapper().readTree(entry)));
                }
            }
        }
        return entries;
    }

    private static Line.Entry entry(long auditIndex, JsonNode entry) {
        JsonNode events = entry.path("events");
        JsonNode first = events.path(0);
        String key = switch (first.path("type").asText()) {
            case "tag-set" -> first.path("key").asText();
            case "alias-moved" -> first.path("alias").asText();
            default -> "";
        };
        String value = first.has("version") && first.has("alias")
                ? first.path("version").asText()
                : first.path("value").asText();
        List<String> digests = new ArrayList<>();
        events.forEach(event -> digests.add(EventReader.digest(event.toString())));
        return new Line.Entry(auditIndex, entry.path("index").asLong(), entry.path("requestId").asText(), key, value,
                digests);
    }
}
