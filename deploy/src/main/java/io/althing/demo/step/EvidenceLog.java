package io.althing.demo.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Endpoints;
import io.althing.client.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** What every region's canary analysis said, look by look, read from the gateways' status pages. Thread-safe. */
public final class EvidenceLog implements AutoCloseable {
    private static final long EVERY_MILLIS = 200;

    private final Map<String, List<Point>> byTrial = new ConcurrentSkipListMap<>();
    private final Map<String, List<Harm>> harmByTrial = new ConcurrentSkipListMap<>();
    private final Map<String, List<UsualRule>> rulesByTrial = new ConcurrentSkipListMap<>();
    private final Thread reader;
    private volatile boolean running = true;

    /**
     * One look.
     *
     * @param seenAt when the demo first saw it
     * @param logRollback evidence of harm, in nats
     * @param bound at which the version is convicted, in nats
     * @param logPromote evidence of safety, in nats
     */
    public record Point(Instant seenAt, long look, double logRollback, double bound, double logPromote) {}

    /**
     * How often each arm did harm by one metric, since the canary began.
     *
     * @param canary percent
     * @param stable percent
     */
    public record Harm(long look, String metric, double canary, double stable) {}

    /**
     * What a rule without an error bound would have done with the same looks.
     *
     * @param fired looks, of those taken, at which it would have rolled back
     * @param firstLook the first of them, 0 if none
     */
    public record UsualRule(String name, long looks, long fired, long firstLook) {}

    /** Starts at once. */
    public EvidenceLog(Endpoints endpoints) {
        List<ApiClient> gateways = endpoints.regions().stream()
                .map(r -> new ApiClient(List.of(new ApiClient.Place(r.region(), r.gateway())), Optional.empty()))
                .toList();
        this.reader = Thread.ofVirtual().name("evidence").start(() -> read(gateways));
    }

    private void read(List<ApiClient> gateways) {
        while (running) {
            gateways.forEach(this::look);
            try {
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look(ApiClient gateway) {
        try {
            JsonNode status = gateway.need(Call.get("/status").within(Duration.ofSeconds(1))).json();
            status.path("analyses").forEach(analysis -> take(status.path("region").asText(), analysis));
        } catch (UserError gone) {
            return;
        }
    }

    private void take(String region, JsonNode analysis) {
        List<Point> known = byTrial.computeIfAbsent(key(analysis.path("rollout").asText(), region),
                k -> new CopyOnWriteArrayList<>());
        takeRules(key(analysis.path("rollout").asText(), region), analysis.path("usualRules"));
        takeHarm(key(analysis.path("rollout").asText(), region), analysis);
        long last = known.isEmpty() ? -1 : known.getLast().look();
        for (JsonNode p : analysis.path("path")) {
            if (p.path("look").asLong() > last) {
                known.add(new Point(Instant.now(), p.path("look").asLong(), p.path("logRollback").asDouble(),
                        p.path("bound").asDouble(), p.path("logPromote").asDouble()));
            }
        }
    }

    private void takeHarm(String key, JsonNode analysis) {
        List<Harm> known = harmByTrial.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>());
        long look = analysis.path("look").asLong();
        if (!known.isEmpty() && look <= known.getLast().look()) {
            return;
        }
        for (JsonNode metric : analysis.path("metrics")) {
            JsonNode canary = metric.path("canary");
            JsonNode stable = metric.path("stable");
            if (canary.path("n").asLong() > 0 && stable.path("n").asLong() > 0) {
                known.add(new Harm(look, metric.path("name").asText(), percent(canary), percent(stable)));
            }
        }
    }

    private void takeRules(String key, JsonNode rules) {
        List<UsualRule> now = new ArrayList<>();
        rules.forEach(rule -> now.add(new UsualRule(rule.path("name").asText(), rule.path("looks").asLong(),
                rule.path("fired").asLong(), rule.path("firstLook").asLong())));
        rulesByTrial.put(key, List.copyOf(now));
    }

    private static double percent(JsonNode arm) {
        return 100.0 * arm.path("bad").asLong() / arm.path("n").asLong();
    }

    /** How often the arms did harm, look by look, in one region's part of a rollout. */
    public List<Harm> harm(String rollout, String region) {
        return List.copyOf(harmByTrial.getOrDefault(key(rollout, region), List.of()));
    }

    /** What the usual rules would have done in one region's part of a rollout, as last seen. */
    public List<UsualRule> usualRules(String rollout, String region) {
        return rulesByTrial.getOrDefault(key(rollout, region), List.of());
    }

    /** The looks of one region in one rollout, oldest first. */
    public List<Point> of(String rollout, String region) {
        return List.copyOf(byTrial.getOrDefault(key(rollout, region), List.of()));
    }

    private static String key(String rollout, String region) {
        return rollout + "/" + region;
    }

    @Override
    public void close() {
        running = false;
        reader.interrupt();
    }
}
