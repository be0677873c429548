package io.althing.chaos.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.Scratch;
import io.althing.chaos.drill.Waiting;
import io.althing.chaos.drill.Writer;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code althing bench failover}. */
@Command(name = "failover", mixinStandardHelpOptions = true, description = "Kill the leader's process again and again under writes: how long until the next acknowledged write?")
public final class BenchFailover implements Callable<Integer> {
    private static final int WRITERS = 4;
    private static final int CALM_WRITES = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How the figures are printed. */
    enum Format {
        text, json
    }

    @Option(names = "--kills", defaultValue = "20", description = "how many (default: ${DEFAULT-VALUE})")
    private int kills = 20;

    @Option(names = "--data", defaultValue = "target/bench", paramLabel = "DIR", description = "where the nodes keep their data (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("");

    @Option(names = {"-o",
            "--output"}, paramLabel = "text|json", defaultValue = "text", description = "text for people, json for programs")
    private Format format = Format.text;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    /** The spread of the times to the next acknowledged write. */
    record Result(int kills, double medianMillis, double p95Millis, double maxMillis) {
        static Result of(double... millis) {
            double[] sorted = millis.clone();
            Arrays.sort(sorted);
            int p95 = (int) Math.ceil(0.95 * sorted.length) - 1;
            return new Result(sorted.length, Figures.Medians.of(sorted), sorted[p95], sorted[sorted.length - 1]);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (kills < 1) {
            throw UserError.usage("--kills must be at least 1");
        }
        double[] millis = new double[kills];
        try (Scratch scratch = Scratch.in(data, "failover", false);
                LoopbackCluster cluster = LoopbackCluster.started(scratch.directory(), LoopbackCluster.NODE_FLAGS);
                Writer writer = Writer.to(cluster, "failover", WRITERS)) {
            for (int i = 0; i < kills; i++) {
                millis[i] = kill(cluster, writer);
                progress("kill %d of %d: next acknowledged write after %.0f ms".formatted(i + 1, kills, millis[i]));
            }
        }
        print(Result.of(millis));
        return ExitCode.OK;
    }

    private static double kill(LoopbackCluster cluster, Writer writer) throws IOException, InterruptedException {
        int before = writer.count();
        Waiting.until("writes go on", PATIENCE, () -> writer.count() >= before + CALM_WRITES);
        String leader = cluster.awaitLeader();
        long killed = System.nanoTime();
        cluster.process(leader).kill();
        writer.watch(killed);
        long nanos = Waiting.value("a write is acknowledged after the leader was killed", PATIENCE,
                () -> writer.nanosToFirst().isPresent()
                        ? Optional.of(writer.nanosToFirst().getAsLong())
                        : Optional.empty());
        cluster.start(leader);
        cluster.awaitReady(leader);
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    private void progress(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("  " + line);
        err.flush();
    }

    private void print(Result result) {
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.json) {
            ObjectNode json = Json.tree(result).deepCopy();
            out.println(Json.pretty(json.put("benchmark", "failover")));
        } else {
            out.printf(
                    "next acknowledged write after kill -9 of the leader, %d kills: median %.0f ms, p95 %.0f ms, max %.0f ms%n",
                    result.kills(), result.medianMillis(), result.p95Millis(), result.maxMillis());
        }
        out.flush();
    }

    /** Makes it known to the command line. */
    public static final class Provider implements io.althing.cli.CommandProvider {
        @Override
        public String parent() {
            return "bench";
        }

        @Override
        public Object command() {
            return new BenchFailover();
        }
    }
}
