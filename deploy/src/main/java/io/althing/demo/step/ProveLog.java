package io.althing.demo.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.audit.AuditVerifier;
import io.althing.audit.CheckpointReader;
import io.althing.audit.DirectoryTiles;
import io.althing.audit.EntryBundle;
import io.althing.audit.Finding;
import io.althing.audit.HttpTiles;
import io.althing.audit.Report;
import io.althing.client.Answer;
import io.althing.client.Call;
import io.althing.client.EventStream.Occurred;
import io.althing.client.Json;
import io.althing.local.Await;
import io.althing.registry.Region;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every region holds the same log; it contains every decision and every acknowledged write once; a flipped byte is named. */
public final class ProveLog implements DemoStep {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "Prove it: equal roots, every decision and every write in the log, a flipped byte named";
    }

    @Override
    public Figures run(DemoContext context) throws Exception {
        Await.until("every region to have the same audit log", PATIENCE,
                () -> roots(context).stream().distinct().count() == 1);
        Path log = context.output().resolve("audit");
        int files = DirectoryTiles.copy(tiles(context, DemoContext.AP), CheckpointReader.unsigned(), log);
        AuditVerifier verifier = new AuditVerifier(CheckpointReader.unsigned());
        if (!(verifier.verify(new DirectoryTiles(log)) instanceof Report.Verified verified)) {
            throw new IllegalStateException("the log fetched from ap-south does not verify");
        }
        long size = verified.checkpoint().head().size();
        List<JsonNode> entries = entries(log, size);
        Figures figures = new Figures().put("entries", size)
                .put("root, equal in every region", verified.checkpoint().head().root().base64())
                .put("files fetched", files);
        included(context, entries, figures);
        writesOnce(context, entries, figures);
        figures.put("one byte flipped in an entry", flip(log, EntryBundle.ofTree(size).getFirst().path(), verifier));
        figures.put("one byte flipped in a tile",
                flip(log, io.althing.audit.Tile.ofTree(size).getFirst().path(), verifier));
        return figures;
    }

    private static HttpTiles tiles(DemoContext context, Region region) {
        return new HttpTiles(HttpClient.newHttpClient(), URI.create(context.cluster().files().api(region) + "/audit/"));
    }

    private static List<String> roots(DemoContext context) {
        List<String> roots = new ArrayList<>();
        for (Region region : context.cluster().regions()) {
            Answer answer = context.at(region).send(Call.get("/audit/checkpoint"));
            roots.add(answer.ok() ? CheckpointReader.unsigned().read(answer.body()).text() : "none at " + region);
        }
        return roots;
    }

    private static List<JsonNode> entries(Path log, long size) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        for (EntryBundle bundle : EntryBundle.ofTree(size)) {
            for (byte[] entry : bundle.entries(Files.readAllBytes(log.resolve(bundle.path())))) {
                entries.add(Json.mapper().readTree(entry));
            }
        }
        return entries;
    }

    /** Every event that was seen as it happened stands in the entry that its id names. */
    private static void included(DemoContext context, List<JsonNode> entries, Figures figures) {
        int seen = 0;
        for (Occurred event : context.timeline().all()) {
            int dot = event.id().indexOf('.');
            JsonNode events = entries.get(Integer.parseInt(event.id().substring(0, dot))).path("events");
            JsonNode recorded = events.path(Integer.parseInt(event.id().substring(dot + 1)));
            Figures.require(recorded.equals(event.data()),
                    "event " + event.id() + " (" + event.type() + ") is in the log as it was told");
            seen++;
        }
        figures.put("events seen live and found in the log", seen);
    }

    private static void writesOnce(DemoContext context, List<JsonNode> entries, Figures figures) {
        Map<String, Integer> times = new HashMap<>();
        for (JsonNode entry : entries) {
            for (JsonNode event : entry.path("events")) {
                if (event.path("type").asText().equals("tag-set")) {
                    times.merge(event.path("key").asText(), 1, Integer::sum);
                }
            }
        }
        List<WriteLoad.Acknowledged> acknowledged = context.story().acknowledged();
        long once = acknowledged.stream().filter(a -> times.getOrDefault(a.key(), 0) == 1).count();
        figures.put("acknowledged writes", acknowledged.size()).put("of them in the log exactly once", once);
        Figures.require(once == acknowledged.size(), "every acknowledged write is in the log exactly once");
    }

    private static String flip(Path log, String file, AuditVerifier verifier) throws IOException {
        Path path = log.resolve(file);
        byte[] good = Files.readAllBytes(path);
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(path, bad);
        try {
            if (verifier.verify(new DirectoryTiles(log)) instanceof Report.Damaged damaged) {
                return damaged.findings().stream().map(Finding::describe).findFirst().orElse("");
            }
            throw new IllegalStateException("a byte flipped in " + file + " went unnoticed");
        } finally {
            Files.write(path, good);
        }
    }
}
