package io.althing.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Metrics of a canary from a Prometheus server: counters and a latency histogram per arm. It asks for the counters
 * themselves and takes differences per series, because {@code rate} and {@code increase} extrapolate and a judge needs whole
 * counts. A counter that falls has restarted and counts from zero; a series that appears later counts in full, one that was missing for a
 * while (a failed scrape) counts from where it stood. The first call for a rollout only takes note of where the counters stand, those of
 * the last quarter of an hour included. If any question fails nothing is taken, so the next look has it all.
 */
public final class PrometheusSource implements MetricSource {
    private static final String CANARY = "canary";
    private static final String STABLE = "stable";
    /** A question about series that may be missing just now. */
    private static final String LOOKING_BACK = "last_over_time((%s)[15m:15s])";

    private final Settings settings;
    private final HttpClient http;
    private final InstantSource clock;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<Object, Reading> last = new ConcurrentHashMap<>();

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
        /** @throws IllegalArgumentException naming the field and what it must be */
        public Settings {
            if (!String.valueOf(server.getScheme()).matches("https?") || server.getHost() == null
                    || server.getQuery() != null) {
                throw new IllegalArgumentException(
                        "server must be the address of a Prometheus server, such as http://127.0.0.1:9090, not "
                                + server);
            }
            Map.of("requests", requests, "errors", errors, "latency", latency).forEach((field, expression) -> {
                if (!expression.contains("$arm")) {
                    throw new IllegalArgumentException(field + " must contain $arm, which becomes canary or stable; "
                            + "without it both arms are the same: " + expression);
                }
            });
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout must be above 0, not " + timeout);
            }
        }

        /** The gateway's own meters. */
        public static Settings ofGateway(URI server) {
            String selector = "{model=\"$model\",arm=\"$arm\"}";
            return new Settings(server, "althing_gateway_requests_total" + selector,
                    "althing_gateway_errors_total" + selector, "althing_gateway_latency_seconds_bucket" + selector,
                    Duration.ofSeconds(5));
        }
    }

    /** Counters as they stood: what they measure, and per series its labels and value. */
    private record Reading(Map<String, Map<JsonNode, Double>> counters) {
        /** This one, with the series that are missing from it as they stood before. */
        Reading over(Reading before) {
            Map<String, Map<JsonNode, Double>> all = new TreeMap<>();
            counters.forEach((counter, series) -> {
                Map<JsonNode, Double> both = new HashMap<>(before.counters.getOrDefault(counter, Map.of()));
                both.putAll(series);
                all.put(counter, both);
            });
            return new Reading(all);
        }
    }

    /** Asks when {@link #drain} is called; the clock says as of when. */
    public PrometheusSource(Settings settings, HttpClient http, InstantSource clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public ArmWindows drain(ModelName model, RolloutId rollout) {
        return windows(rollout, model, List.of(STABLE, CANARY));
    }

    /** What stable showed since the last call for the model, by whatever rollout. The first call only takes note of the counters. */
    public ArmWindow drainStable(ModelName model) {
        return windows(model, model, List.of(STABLE)).stable();
    }

    private ArmWindows windows(Object reader, ModelName model, List<String> arms) {
        Reading before = last.get(reader);
        if (before == null) {
            Reading stood = read(model, arms, LOOKING_BACK);
            last.put(reader, read(model, arms, "%s").over(stood));
            return ArmWindows.EMPTY;
        }
        Reading now = read(model, arms, "%s");
        last.put(reader, now.over(before));
        return new ArmWindows(window(STABLE, before, now), window(CANARY, before, now));
    }

    /** Forgets a finished rollout. */
    public void forget(RolloutId rollout) {
        last.remove(rollout);
    }

    /** Makes the next {@link #drainStable} the first. */
    public void forget(ModelName model) {
        last.remove(model);
    }

    /** Where an arm's request counters stand, all series together. */
    long standing(ModelName model, String arm) {
        return Math.round(
                ask(settings.requests(), model, arm, time()).values().stream().mapToDouble(Double::doubleValue).sum());
    }

    private String time() {
        return BigDecimal.valueOf(clock.instant().toEpochMilli(), 3).toPlainString();
    }

    private Reading read(ModelName model, List<String> arms, String form) {
        String time = time();
        Map<String, Map<JsonNode, Double>> counters = new TreeMap<>();
        for (String arm : arms) {
            counters.put(arm + " requests", ask(form.replace("%s", settings.requests()), model, arm, time));
            counters.put(arm + " errors", ask(form.replace("%s", settings.errors()), model, arm, time));
            counters.put(arm + " latency", ask(form.replace("%s", settings.latency()), model, arm, time));
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
        String base = settings.server().toString().replaceAll("/+$", "");
        URI uri = URI.create(base + "/api/v1/query?query=" + encode(query) + "&time=" + encode(time));
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
                values.merge(labels(series), value, Double::sum);
            }
        }
        return values;
    }

    /** What tells series of one question apart: the labels without the metric's name, which some functions drop. */
    private static JsonNode labels(JsonNode series) {
        JsonNode metric = series.path("metric");
        return metric instanceof ObjectNode object ? object.deepCopy().without("__name__") : metric;
    }

    private JsonNode fetch(HttpRequest request, String query) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return json(response, query);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Prometheus at " + settings.server() + " did not answer `" + query + "`: "
                            + (e.getMessage() == null ? "nothing listens there" : e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(query, "interrupted");
        }
    }

    private JsonNode json(HttpResponse<String> response, String query) {
        try {
            return mapper.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw failure(query, "it answered " + response.statusCode()
                    + " without JSON; check that the address is a Prometheus server's");
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
