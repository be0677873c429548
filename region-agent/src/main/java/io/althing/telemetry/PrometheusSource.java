package io.althing.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Metrics of a canary from a Prometheus server: counters and a latency histogram per arm. It asks for the counters
 * themselves and takes differences per series, because {@code rate} and {@code increase} extrapolate and a judge needs whole
 * counts. A counter that falls has restarted and counts from zero; a series that appears later counts in full. The first call for
 * a rollout only takes note of where the counters stand. If any question fails nothing is taken, so the next look has it all.
 */
public final class PrometheusSource implements MetricSource {
    private final Settings settings;
    private final HttpClient http;
    private final InstantSource clock;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<RolloutId, Reading> last = new ConcurrentHashMap<>();

    /**
     * Where and what to ask. In the expressions {@code $model} and {@code $arm} ({@code canary} or {@code stable}) are replaced;
     * each must yield an instant vector of counters, the last with a label {@code le} in seconds.
     *
     * @param server for example {@code http://127.0.0.1:9090}
     * @param requests requests answered or failed
     * @param errors failed requests
     * @param latency buckets of a classic histogram
     * @param timeout of one question
     */
    public record Settings(URI server, String requests, String errors, String latency, Duration timeout) {
        /** The gateway's own meters. */
        public static Settings ofGateway(URI server) {
            String selector = "{model=\"$model\",arm=\"$arm\"}";
            return new Settings(server, "althing_gateway_requests_total" + selector,
                    "althing_gateway_errors_total" + selector, "althing_gateway_latency_seconds_bucket" + selector,
                    Duration.ofSeconds(5));
        }
    }

    /** Counters as they stood: what they measure, and per series its labels and value. */
    private record Reading(Map<String, Map<JsonNode, Double>> counters) {}

    /** Asks when {@link #drain} is called; the clock says as of when. */
    public PrometheusSource(Settings settings, HttpClient http, InstantSource clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public ArmWindows drain(ModelName model, RolloutId rollout) {
        Reading now = read(model);
        Reading before = last.put(rollout, now);
        return before == null
                ? ArmWindows.EMPTY
                : new ArmWindows(window("stable", before, now), window("canary", before, now));
    }

    /** Forgets a finished rollout. */
    public void forget(RolloutId rollout) {
        last.remove(rollout);
    }

    /** Where an arm's request counters stand, all series together. */
    long standing(ModelName model, String arm) {
        return Math.round(
                ask(settings.requests(), model, arm, time()).values().stream().mapToDouble(Double::doubleValue).sum());
    }

    private String time() {
        return BigDecimal.valueOf(clock.instant().toEpochMilli(), 3).toPlainString();
    }

    private Reading read(ModelName model) {
        String time = time();
        Map<String, Map<JsonNode, Double>> counters = new TreeMap<>();
        for (String arm : new String[]{"stable", "canary"}) {
            counters.put(arm + " requests", ask(settings.requests(), model, arm, time));
            counters.put(arm + " errors", ask(settings.errors(), model, arm, time));
            counters.put(arm + " latency", ask(settings.latency(), model, arm, time));
        }
        return new Reading(counters);
    }

    private static ArmWindow window(String arm, Reading before, Reading now) {
        long requests = Math.round(
                growth(arm + " requests", before, now).values().stream().mapToDouble(Double::doubleValue).sum());
        long errors = Math
                .round(growth(arm + " errors", before, now).values().stream().mapToDouble(Double::doubleValue).sum());
        return new ArmWindow(requests, Math.min(errors, requests),
                Buckets.counts(growth(arm + " latency", before, now)), LabelCounts.NONE);
    }

    private static Map<JsonNode, Double> growth(String counter, Reading before, Reading now) {
        Map<JsonNode, Double> old = before.counters().getOrDefault(counter, Map.of());
        Map<JsonNode, Double> growth = new HashMap<>();
        now.counters().getOrDefault(counter, Map.of()).forEach((series, value) -> {
            double start = old.getOrDefault(series, 0.0);
            growth.put(series, value < start ? value : value - start);
        });
        return growth;
    }

    private Map<JsonNode, Double> ask(String expression, ModelName model, String arm, String time) {
        String query = expression.replace("$model", model.value()).replace("$arm", arm);
        URI uri = settings.server().resolve("/api/v1/query?query=" + encode(query) + "&time=" + encode(time));
        JsonNode answer = fetch(HttpRequest.newBuilder(uri).timeout(settings.timeout()).build(), query);
        JsonNode data = answer.path("data");
        if (!"vector".equals(data.path("resultType").asText())) {
            throw failure(query,
                    "the answer is not an instant vector: " + answer.path("error").asText("no reason given"));
        }
        Map<JsonNode, Double> values = new HashMap<>();
        for (JsonNode series : data.path("result")) {
            double value = Double.parseDouble(series.path("value").path(1).asText("NaN"));
            if (Double.isFinite(value)) {
                values.put(series.path("metric"), value);
            }
        }
        return values;
    }

    private JsonNode fetch(HttpRequest request, String query) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return mapper.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Prometheus at " + settings.server() + " did not answer `" + query + "`: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(query, "interrupted");
        }
    }

    private UncheckedIOException failure(String query, String why) {
        String message = "Prometheus at " + settings.server() + " could not answer `" + query + "`: " + why;
        return new UncheckedIOException(message, new IOException(message));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
