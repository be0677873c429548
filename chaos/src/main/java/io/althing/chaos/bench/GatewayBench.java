package io.althing.chaos.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.cli.Output;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.TextTable;
import io.althing.client.UserError;
import io.althing.serving.LoadedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Requests per second and latency of one-digit questions: asked of the model in this process, and through the gateway over
 * loopback HTTP with keep-alive connections, with and without a canary. Closed loop; the generator shares the machine and the process
 * with the gateway.
 */
@Command(name = "gateway", mixinStandardHelpOptions = true, description = "Requests per second through the gateway, and the latency it adds to the model's own.")
public final class GatewayBench implements Callable<Integer> {
    private static final int WARM_UP_CONNECTIONS = 8;

    @Option(names = "--seconds", defaultValue = "4", description = "length of each of the runs (default: ${DEFAULT-VALUE})")
    private int seconds = 4;

    @Option(names = "--connections", split = ",", defaultValue = "1,16,64", description = "connections at the same time, one run each (default: ${DEFAULT-VALUE})")
    private List<Integer> connections = List.of(1, 16, 64);

    @Mixin
    private Output output = new Output();

    /** One line of the table. */
    private record Row(String path, ClosedLoop.Result result) {}

    @Override
    public Integer call() throws Exception {
        if (seconds < 1 || connections.stream().anyMatch(count -> count < 1 || count > 1000)) {
            throw UserError.usage("--seconds must be at least 1 and each of --connections 1 to 1000");
        }
        Path directory = Files.createTempDirectory("althing-bench-gateway");
        try (DigitsGateway digits = new DigitsGateway(directory)) {
            digits.start();
            List<Row> rows = measure(digits);
            output.print(() -> json(rows), out -> print(rows, out));
            return ExitCode.OK;
        } finally {
            delete(directory);
        }
    }

    private List<Row> measure(DigitsGateway digits) throws Exception {
        List<Row> rows = new ArrayList<>();
        Duration time = Duration.ofSeconds(seconds);
        try (LoadedModel model = digits.direct()) {
            model.warm();
            for (int callers : List.of(1, 2)) {
                List<ClosedLoop.Caller> direct = new ArrayList<>();
                for (int i = 0; i < callers; i++) {
                    direct.add(digits.directCaller(model));
                }
                rows.add(new Row("model", ClosedLoop.run(direct, time)));
            }
        }
        digits.canary(5000);
        overHttp(digits, WARM_UP_CONNECTIONS, time);
        for (int weight : List.of(0, 2500)) {
            digits.canary(weight);
            for (int count : connections) {
                rows.add(new Row(weight == 0 ? "gateway" : "gateway, canary 25 %", overHttp(digits, count, time)));
            }
        }
        return rows;
    }

    private static ClosedLoop.Result overHttp(DigitsGateway digits, int connections, Duration time) throws Exception {
        List<RawHttp> callers = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                callers.add(digits.httpCaller(i));
            }
            return ClosedLoop.run(callers, time);
        } finally {
            for (RawHttp caller : callers) {
                caller.close();
            }
        }
    }

    private static void print(List<Row> rows, PrintWriter out) {
        TextTable table = new TextTable("path", "callers", "requests/s", "p50 µs", "p99 µs");
        for (Row row : rows) {
            table.row(row.path(), row.result().callers(), number(row.result().perSecond()),
                    number(row.result().micros(50)), number(row.result().micros(99)));
        }
        table.print(out, "nothing was measured");
        out.println("added by the gateway with one caller: p50 " + number(added(rows, 50)) + " µs, p99 "
                + number(added(rows, 99)) + " µs");
    }

    /** The gateway's latency with the fewest callers less the model's with one. */
    private static double added(List<Row> rows, double percentile) {
        ClosedLoop.Result model = rows.getFirst().result();
        ClosedLoop.Result gateway = rows.stream().filter(row -> row.path().equals("gateway")).map(Row::result)
                .min(Comparator.comparingInt(ClosedLoop.Result::callers)).orElseThrow();
        return gateway.micros(percentile) - model.micros(percentile);
    }

    private static ObjectNode json(List<Row> rows) {
        ObjectNode json = Json.object().put("benchmark", "gateway");
        ArrayNode runs = json.putArray("runs");
        for (Row row : rows) {
            runs.addObject().put("path", row.path()).put("callers", row.result().callers())
                    .put("requestsPerSecond", Math.round(row.result().perSecond()))
                    .put("p50Micros", Math.round(row.result().micros(50)))
                    .put("p99Micros", Math.round(row.result().micros(99)));
        }
        return json.put("addedP50Micros", Math.round(added(rows, 50))).put("addedP99Micros",
                Math.round(added(rows, 99)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
