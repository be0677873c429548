package io.althing.chaos.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.client.Json;
import io.althing.client.TextTable;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Writes over several wires, as medians of their runs, and what TLS costs.
 *
 * @param runs every measurement, in order
 */
record TransportReport(List<Run> runs) {
    /** The least that is promised of TLS, as a share of bolt in plaintext. */
    static final double LEAST = 0.7;

    private static final int AT = 64;
    private static final String BOLT = "bolt-plaintext";
    private static final String TLS = "own-tls";

    /** Copies the list. */
    TransportReport {
        runs = List.copyOf(runs);
    }

    /** One measurement of one wire under one load. */
    record Run(String wire, int clients, double perSecond, double p50Micros, double p99Micros, int failures) {
        static Run of(JsonNode json) {
            return new Run(json.path("wire").asText(), json.path("clients").asInt(),
                    json.path("perSecond").asDouble(), json.path("p50Micros").asDouble(),
                    json.path("p99Micros").asDouble(), json.path("failures").asInt());
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s, %d clients: %.0f/s, p50 %.2f ms, p99 %.2f ms", wire, clients,
                    perSecond, p50Micros / 1000, p99Micros / 1000);
        }
    }

    private List<Run> medians() {
        return runs.stream().map(r -> new Run(r.wire, r.clients, 0, 0, 0, 0)).distinct()
                .sorted((a, b) -> Integer.compare(a.clients, b.clients)).map(this::median).toList();
    }

    private Run median(Run cell) {
        List<Run> same = runs.stream().filter(r -> r.wire.equals(cell.wire) && r.clients == cell.clients).toList();
        return new Run(cell.wire, cell.clients, median(same, Run::perSecond), median(same, Run::p50Micros),
                median(same, Run::p99Micros), same.stream().mapToInt(Run::failures).sum());
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> what) {
        double[] sorted = runs.stream().mapToDouble(what).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Of a wire's rate under a load, how much of bolt's; empty if either was not measured. */
    Optional<Double> share(String wire, int clients) {
        Optional<Double> own = rate(wire, clients);
        return rate(BOLT, clients).flatMap(bolt -> own.map(o -> o / bolt));
    }

    private Optional<Double> rate(String wire, int clients) {
        return medians().stream().filter(r -> r.wire.equals(wire) && r.clients == clients).map(Run::perSecond)
                .findFirst();
    }

    /** Whether nothing failed and TLS does what is promised, if that load was measured. */
    boolean held() {
        return runs.stream().allMatch(r -> r.failures == 0) && share(TLS, AT).filter(s -> s < LEAST).isEmpty();
    }

    void print(PrintWriter out) {
        TextTable table = new TextTable("CLIENTS", "WIRE", "WRITES/S", "P50 MS", "P99 MS", "OF BOLT");
        medians().forEach(r -> table.row(r.clients, r.wire, format("%.0f", r.perSecond),
                format("%.2f", r.p50Micros / 1000), format("%.2f", r.p99Micros / 1000),
                share(r.wire, r.clients).map(s -> format("%.2f", s)).orElse("")));
        table.print(out, "nothing was measured");
        share(TLS, AT).ifPresent(s -> out.println(format("TLS does %.2f of bolt in plaintext at 64 clients", s)
                + (s < LEAST ? ", less than" : "; at least") + format(" %.1f is promised", LEAST)));
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }

    ObjectNode json() {
        ObjectNode report = Json.object().put("held", held());
        share(TLS, AT).ifPresent(s -> report.put("tlsOfBoltAt64", s));
        fill(report.putArray("medians"), medians());
        fill(report.putArray("runs"), runs);
        return report;
    }

    private static void fill(ArrayNode array, List<Run> runs) {
        runs.forEach(r -> array.addObject().put("wire", r.wire).put("clients", r.clients)
                .put("perSecond", r.perSecond).put("p50Micros", r.p50Micros).put("p99Micros", r.p99Micros)
                .put("failures", r.failures));
    }
}
