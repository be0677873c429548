package io.althing.search;

import io.althing.audit.Json;
import io.althing.store.AuditInMemory;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An audit log in memory, filled with entries about models, regions and people in turn. */
final class ListedAudit extends AuditInMemory {
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> REGIONS = List.of("ap-south", "eu-west", "us-east");

    static ListedAudit of(long entries) {
        return of(entries, 0);
    }

    /** @param salt makes another log of the same length */
    static ListedAudit of(long entries, int salt) {
        var audit = new ListedAudit();
        for (long i = 0; i < entries; i++) {
            audit.append(i, salt);
        }
        return audit;
    }

    void append(long i) {
        append(i, 0);
    }

    /** An entry that says how a ballot ended, and not what it was about. */
    void settled(String ballot) {
        log.append(
                Json.object(Map.of("schema", Json.number(1), "time", Json.string(BEGIN.plusSeconds(size()).toString()),
                        "events", Json.array(List.of(Json.object(
                                Map.of("type", Json.string("ballot-settled"), "ballot", Json.string(ballot))))))));
    }

    private void append(long i, int salt) {
        Json actor = Json.object(Map.of("id", Json.string("person-" + i % 11), "kind", Json.string("person")));
        Json event = Json.object(Map.of("type", Json.string("model-rolled-back"), "model",
                Json.string("model-" + i % 7), "version", Json.string("v" + i / 100), "rollout",
                Json.string("rollout-" + i / 50), "regions",
                Json.array(List.of(Json.string(REGIONS.get((int) (i % 3))), Json.string("moon-" + i / 1000)))));
        log.append(Json.object(Map.of("schema", Json.number(1), "salt", Json.number(salt), "time",
                Json.string(BEGIN.plusSeconds(i / 10).toString()), "requestId", Json.string("request-" + i), "action",
                Json.string(i % 5 == 0 ? "rollback-model" : "set-tag"), "actor", actor, "events",
                Json.array(List.of(event)))));
    }
}
