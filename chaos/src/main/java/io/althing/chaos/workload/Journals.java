package io.althing.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.chaos.arena.Agents;
import io.althing.chaos.history.RolloutLine.LocalAct;
import io.althing.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what regions did by themselves from their journals' files. */
public final class Journals {
    private Journals() {}

    /** Every region's acts, in order. */
    public static List<LocalAct> read(Agents agents) throws IOException {
        List<LocalAct> all = new ArrayList<>();
        for (String region : agents.regions()) {
            all.addAll(read(region, agents.journal(region)));
        }
        return all;
    }

    private static List<LocalAct> read(String region, Path file) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        Set<Long> told = new HashSet<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                JsonNode entry = Json.mapper().readTree(line);
                entries.add(entry);
                if (entry.at("/act/type").asText().equals("told")) {
                    told.add(entry.at("/act/of").asLong());
                }
            }
        }
        return entries.stream().filter(e -> e.at("/act/type").asText().equals("went-back"))
                .map(e -> new LocalAct(region, e.path("journal").asText(), e.path("sequence").asLong(),
                        e.at("/act/rollout").asText(), e.at("/act/version").asText(), e.at("/act/cause").asText(),
                        told.contains(e.path("sequence").asLong())))
                .toList();
    }
}
