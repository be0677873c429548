package io.althing.chaos.audit;

import io.althing.audit.CanonicalJson;
import io.althing.audit.Json;
import io.althing.audit.MerkleTree;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Entries of about 600 bytes as a busy cluster of five regions would write them: 40 to a rollout, 500 models, 300 people, ten a second.
 * Entry {@code i} is always the same.
 */
final class BenchEntries {
    static final int PER_ROLLOUT = 40;
    static final int MODELS = 500;
    static final int PEOPLE = 300;
    static final int PER_SECOND = 10;
    static final List<String> REGIONS = List.of("ap-south", "eu-west", "sa-east", "us-east", "us-west");

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> ACTIONS = List.of("report-effective", "advance-region", "report-step-passed",
            "cast-vote", "confirm-artifacts", "open-ballot", "request-rollout", "approve-rollout");

    private BenchEntries() {}

    static Instant time(long index) {
        return BEGIN.plusSeconds(index / PER_SECOND);
    }

    static String model(long index) {
        return "model-" + mixed(index / PER_ROLLOUT) % MODELS;
    }

    static String region(long index) {
        return REGIONS.get((int) (mixed(index) % REGIONS.size()));
    }

    static String rollout(long index) {
        return "01J" + String.format("%023d", index / PER_ROLLOUT);
    }

    static String actor(long index) {
        boolean person = index % 8 == 0;
        return person ? "person-" + mixed(index / PER_ROLLOUT + 7) % PEOPLE : "agent-" + region(index);
    }

    static String requestId(long index) {
        return Long.toHexString(mixed(index + 99));
    }

    static byte[] entry(long index) {
        Json actor = Json.object(Map.of("id", Json.string(actor(index)), "kind", Json.string("agent"), "method",
                Json.string("token"), "roles", Json.array(List.of(Json.string("agent"))), "region",
                Json.string(region(index))));
        Json event = Json.object(Map.of("type", Json.string("region-effective"), "model", Json.string(model(index)),
                "version", Json.string("v" + index / PER_ROLLOUT % 97), "region", Json.string(region(index)), "rollout",
                Json.string(rollout(index)), "weightBasisPoints", Json.number(500)));
        return CanonicalJson.write(Json.object(Map.of("schema", Json.number(1), "index", Json.number(index), "time",
                Json.string(time(index).toString()), "action",
                Json.string(ACTIONS.get((int) (mixed(index + 1) % ACTIONS.size()))), "actor", actor, "events",
                Json.array(List.of(event)), "requestId", Json.string(requestId(index)), "before",
                Json.string(MerkleTree.EMPTY_ROOT.hex()), "after", Json.string(MerkleTree.EMPTY_ROOT.hex()))));
    }

    /** A number that looks random and is not, from 0 up (the finalizer of SplitMix64). */
    private static long mixed(long number) {
        long z = (number + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return (z ^ z >>> 31) >>> 1;
    }
}
