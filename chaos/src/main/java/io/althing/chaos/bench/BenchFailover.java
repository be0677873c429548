package io.althing.chaos.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.Scratch;
import io.althing.chaos.drill.Waiting;
import io.althing.chaos.drill.Writer;
import io.althing.cli.Output;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code althing bench failover}. */
@Command(name = "failover", mixinStandardHelpOptions = true, description = "Kill the leader's process again and again under writes: how long until the next acknowledged write?")
public final class BenchFailover implements Callable<Integer> {
    private static final int WRITERS = 4;
    private static final int CALM_WRITES = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(names = "--kills", defaultValue = "20", description = "how many (default: ${DEFAULT-VALUE})")
    private int kills = 20;

    @Option(names = "--data", defaultValue = "target/bench", paramLabel = "DIR", description = "where the nodes keep their data (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("");

    @Mixin
    private Output output = new Output();

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
        output.progress("  " + line);
    }

    private void print(Result result) {
        output.print(() -> Json.tree(result).<ObjectNode>deepCopy().put("benchmark", "failover"), out -> out.printf(
                "next acknowledged write after kill -9 of the leader, %d kills: median %.0f ms, p95 %.0f ms, max %.0f ms%n",
                result.kills(), result.medianMillis(), result.p95Millis(), result.maxMillis()));
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
