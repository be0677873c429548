package io.althing.chaos.canary;

import io.althing.cli.Output;
import io.althing.client.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code althing bench canary}: the engine against its bars, through its public API with default settings. */
@Command(name = "canary", mixinStandardHelpOptions = true, description = "Simulate canaries and measure how often, and how soon, the engine is right. Exit code 0 if every bar is met.")
public final class BenchCanary implements Callable<Integer> {

    private static final List<String> BARS = List.of("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A12",
            "A13",
            "A14");
    private static final List<String> SPEED_AND_SIZE = List.of("A9", "A10");

    @Option(names = "--quick", description = "under a minute: fewer streams, so wider error bounds")
    private boolean quick;

    @Option(names = "--only", split = ",", paramLabel = "BAR", description = "only these, for example A1,A3")
    private List<String> only = List.of();

    @Mixin
    private Output output = new Output();

    @Option(names = "--html", paramLabel = "FILE", description = "write a page with charts too")
    private Optional<Path> html = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        only.stream().filter(name -> !BARS.contains(name)).findFirst().ifPresent(name -> {
            throw UserError
                    .usage("--only " + name + ": there is no such bar here; choose from " + String.join(", ", BARS)
                            + " (A11, the golden values, is held by the tests)");
        });
        Logger chatty = Logger.getLogger("org.tribuo");
        chatty.setLevel(Level.WARNING);
        BenchReport report = report(quick ? Effort.QUICK : Effort.FULL);
        PrintWriter out = spec.commandLine().getOut();
        out.println(output.json() ? report.json() : report.markdown());
        out.flush();
        if (html.isPresent()) {
            Files.writeString(html.get(), new BenchPage(report).html(), StandardCharsets.UTF_8);
        }
        return report.allMet() ? 0 : 1;
    }

    BenchReport report(Effort effort) {
        List<Bar> bars = new ArrayList<>();
        run(bars, "A1", () -> falseRollback(effort));
        run(bars, "A2", () -> robustness(effort));
        run(bars, "A3", () -> detection(effort));
        run(bars, "A4", () -> latency(effort));
        run(bars, "A5", () -> new Promotions(effort).bars());
        run(bars, "A6", () -> new Regions(effort).bars());
        run(bars, "A7", () -> new Drifts(effort).bars());
        run(bars, "A8", () -> new Holdbacks(effort).bars());
        run(bars, SPEED_AND_SIZE,
                () -> new Speed(effort, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime).bars());
        run(bars, "A13", () -> new Warnings(effort).bars());
        run(bars, "A14", () -> new Anomalies(effort).bars());
        List<Table> tables = new ArrayList<>();
        run(bars, "A12", () -> {
            Table falseAlarms = new FalseAlarmTable(effort).table();
            tables.add(falseAlarms);
            if (effort.streams() >= Effort.FULL.streams()) {
                tables.addAll(new PeekTables(effort).tables());
                tables.add(new DetectionTable(effort).table());
                tables.add(new LatencyTable(effort).table());
                tables.add(new Drifts(effort).table());
                tables.add(new Promotions(effort).table());
                tables.add(new RegionTable(effort).table());
            }
            return FalseAlarmTable.bars(falseAlarms);
        });
        return new BenchReport(bars, tables,
                List.of(EvidencePath.of("harmless", 0.01, effort.seed()),
                        EvidencePath.of("errors 1 % to 2 %", 0.02, effort.seed() + 1)));
    }

    private void run(List<Bar> bars, String name, Supplier<List<Bar>> measure) {
        run(bars, List.of(name), measure);
    }

    private void run(List<Bar> bars, List<String> names, Supplier<List<Bar>> measure) {
        if (only.isEmpty() || names.stream().anyMatch(only::contains)) {
            bars.addAll(measure.get());
        }
    }

    private static List<Bar> falseRollback(Effort effort) {
        List<Bar> bars = new ArrayList<>();
        RateStreams rates = new RateStreams(effort);
        for (double p : new double[]{.0005, .01, .15, .5}) {
            bars.addAll(rates.falseRollback("A1", "rate " + p + ", read after each request", i -> p));
        }
        LatencyStreams latencies = new LatencyStreams(effort);
        for (double sigma : new double[]{.6, 1.5}) {
            bars.addAll(latencies.falseRollback(LatencyStreams.Rule.ANY_HARM, sigma));
        }
        return bars;
    }

    private static List<Bar> robustness(Effort effort) {
        List<Bar> bars = new ArrayList<>(
                new RateStreams(effort).falseRollback("A2", "drifting base rate, read after each request",
                        i -> 0.01 * (1 + 0.8 * Math.sin(i / 2000.0)) + (i / 500 % 17 == 5 ? 0.05 : 0)));
        bars.addAll(new Robustness(effort).bars());
        return bars;
    }

    private static List<Bar> detection(Effort effort) {
        List<Bar> bars = new ArrayList<>();
        RateStreams rates = new RateStreams(effort);
        bars.addAll(rates.detection("errors 1→1.3 %", .01, .013, 1.45));
        bars.addAll(rates.detection("errors 1→2 %", .01, .02, 1.45));
        bars.addAll(rates.detection("errors 1→5 %", .01, .05, 1.5));
        bars.addAll(rates.detection("accuracy .85→.83", .15, .17, 1.45));
        bars.addAll(rates.detection("accuracy .85→.78", .15, .22, 1.45));
        return bars;
    }

    private static List<Bar> latency(Effort effort) {
        LatencyStreams streams = new LatencyStreams(effort);
        Draws draws = new Draws(effort.seed() + 4);
        LatencyStreams.Rule any = LatencyStreams.Rule.ANY_HARM;
        LatencyStreams.Rule p95 = LatencyStreams.Rule.P95_ONLY;
        return List.of(streams.detection(any, "whole distribution ×1.3", x -> 1.3 * x, 85),
                streams.detection(any, "whole distribution ×1.1", x -> 1.1 * x, 500),
                streams.detection(any, "tail only, p95 ×1.3", LatencyStreams.tail(draws, 2.69), 300),
                streams.detection(any, "tail only, p95 ×1.5", LatencyStreams.tail(draws, 3.5), 175),
                streams.detection(p95, "p95 alone, whole ×1.1", x -> 1.1 * x, 2.3 * 995),
                streams.detection(p95, "p95 alone, whole ×1.3", x -> 1.3 * x, 2.3 * 104),
                streams.detection(p95, "p95 alone, tail ×1.1", LatencyStreams.tail(draws, 1.7), 2.3 * 1136),
                streams.detection(p95, "p95 alone, tail ×1.3", LatencyStreams.tail(draws, 2.69), 2.3 * 193));
    }
}
