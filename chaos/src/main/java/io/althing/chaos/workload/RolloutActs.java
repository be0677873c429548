package io.althing.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.chaos.history.RolloutLine.Act;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Events about rollouts and policies as lines of a history. */
final class RolloutActs {
    private static final Set<String> TYPES = Set.of("rollout-requested", "rollout-moved", "region-advanced",
            "step-passed", "region-rolled-back", "target-changed", "region-effective", "ballot-opened", "vote-cast",
            "ballot-settled", "model-rolled-back", "version-quarantined", "candidate-assembled", "candidate-voted",
            "candidate-rejected", "epoch-committed");

    /** Where each fact stands in an event; the first that is there counts. */
    private static final Map<String, String[]> PLACES = Map.ofEntries(place("rollout", "/rollout", "/canary/rollout"),
            place("region", "/region", "/vote/region", "/opener"), place("version", "/version"),
            place("stable", "/stable", "/effective/stable"),
            place("canary", "/canary/version", "/effective/canary"),
            place("weight", "/weightBasisPoints", "/canary/weightBasisPoints", "/effective/weightBasisPoints"),
            place("index", "/effective/index"), place("ballot", "/ballot", "/vote/ballot"),
            place("choice", "/vote/choice"), place("look", "/vote/evidence/look", "/look"), place("result", "/result"),
            place("rule", "/tally/rule"), place("rollbackVotes", "/tally/rollback"),
            place("keepVotes", "/tally/keep"), place("needed", "/tally/needed"),
            place("journal", "/journal/journal"), place("sequence", "/journal/sequence"), place("state", "/state"),
            place("promoted", "/promoted"), place("epoch", "/epoch"), place("attempt", "/attempt"),
            place("accept", "/vote/accept"), place("why", "/why", "/reason"));

    private RolloutActs() {}

    private static Map.Entry<String, String[]> place(String name, String... pointers) {
        return Map.entry(name, pointers);
    }

    /** The line; empty for events about other things. */
    static Optional<Act> of(String reader, long at, String position, JsonNode event) {
        String type = event.path("type").asText();
        if (!TYPES.contains(type)) {
            return Optional.empty();
        }
        SortedMap<String, String> facts = new TreeMap<>();
        PLACES.forEach((name, pointers) -> {
            for (String pointer : pointers) {
                JsonNode value = event.at(pointer);
                if (value.isValueNode() && !value.isNull()) {
                    facts.putIfAbsent(name, value.asText());
                }
            }
        });
        if (event.path("electorate").isArray()) {
            facts.put("electorate", event.path("electorate").toString());
        }
        return Optional.of(new Act(reader, at, position, type, facts));
    }
}
