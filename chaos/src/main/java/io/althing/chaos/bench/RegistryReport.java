package io.althing.chaos.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.chaos.drill.AuditReadBack;
import io.althing.client.Json;
import io.althing.client.TextTable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code bench registry} found.
 *
 * @param figures by contender, by load
 * @param audit how the acknowledged writes stand in the audit log
 * @param acknowledged how many writes were
 */
record RegistryReport(Map<String, Map<Cell, Figures>> figures, AuditReadBack.Tally audit, long acknowledged,
        RegistryBench.Plan plan) {
    private static final String ALTHING = "althing";
    private static final String ETCD = "etcd";

    private Map<Cell, Figures> own() {
        return figures.getOrDefault(ALTHING, Map.of());
    }

    /** The rival's figures for the same load. */
    private Optional<Figures> rival(Cell cell) {
        return Optional.ofNullable(figures.get(ETCD)).map(byCell -> byCell.get(cell));
    }

    /** Prints it for people. */
    void print(PrintWriter out) {
        TextTable table = new TextTable("load × connections", "store", "per second", "range", "p50 ms", "p99 ms",
                "server µs/op", "generator µs/op", "RSS MiB", "failed");
        figures.forEach((name, byCell) -> byCell.forEach((cell, f) -> table.row(cell, name,
                number("%.0f", f.perSecond()), number("%.0f–%.0f", f.lowest(), f.highest()),
                number("%.2f", f.p50Millis()), number("%.2f", f.p99Millis()), number("%.0f", f.serverMicros()),
                number("%.0f", f.generatorMicros()), number("%.0f", f.residentMib()), f.failed())));
        table.print(out, "nothing was measured");
        if (figures.containsKey(ETCD)) {
            out.println();
            printRatios(out);
        }
        out.println();
        out.println(acknowledged + " acknowledged writes read back from the audit log: " + audit.missing()
                + " without an entry, " + audit.repeated() + " with more than one.");
        out.println(number("Medians of %d runs of %.1f s each, A-B-B-A, sent to the leader; fsync on.",
                2 * plan.rounds(), plan.measured().toMillis() / 1000.0));
        out.println("All members and the generator share this machine. etcd is asked through its JSON gateway, which"
                + " adds a hop and base64 to it.");
        out.flush();
    }

    private void printRatios(PrintWriter out) {
        TextTable table = new TextTable("althing ÷ etcd", "rate", "p99", "server CPU per operation");
        own().forEach((cell, own) -> rival(cell).ifPresent(other -> table.row(cell,
                number("%.2f", own.perSecond() / other.perSecond()),
                number("%.2f", own.p99Millis() / other.p99Millis()),
                number("%.2f", own.serverMicros() / other.serverMicros()))));
        table.print(out, "nothing was measured");
    }

    private static String number(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }

    /** One object for programs. */
    ObjectNode json() {
        ObjectNode json = Json.object().put("benchmark", "registry").put("rounds", plan.rounds()).put("seconds",
                plan.measured().toMillis() / 1000.0);
        ArrayNode loads = json.putArray("loads");
        own().forEach((cell, own) -> {
            ObjectNode load = loads.addObject().put("operation", cell.operation().label()).put("connections",
                    cell.connections());
            load.set(ALTHING, Json.tree(own));
            rival(cell).ifPresent(other -> {
                load.set(ETCD, Json.tree(other));
                load.put("rateRatio", own.perSecond() / other.perSecond()).put("p99Ratio",
                        own.p99Millis() / other.p99Millis());
            });
        });
        json.putObject("audit").put("acknowledged", acknowledged).put("missing", audit.missing()).put("repeated",
                audit.repeated());
        return json;
    }
}
