package io.althing.chaos.sim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.cli.CommandProvider;
import io.althing.cli.Output;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code althing chaos simulate}. */
@Command(name = "simulate", mixinStandardHelpOptions = true, description = "Live many lives of simulated clusters under faults, and check every promise after every event.")
public final class SimulateCommand implements Callable<Integer> {
    private static final long MINUTE = 60_000_000_000L;
    private static final long PROGRESS = 10_000_000_000L;
    private static final int SHRINKING = 200;
    private static final int MOST_REPORTS = 5;

    @Option(names = "--minutes", defaultValue = "1", description = "how long to go on (default: ${DEFAULT-VALUE})")
    private double minutes = 1;

    @Option(names = "--seed", paramLabel = "S", description = "live this one life only, and print it")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--from", paramLabel = "S", description = "the first of many seeds (default: drawn)")
    private Optional<Long> from = Optional.empty();

    @Mixin
    private Output output = new Output();

    private final Simulator simulator = new Simulator();
    private final List<Simulator.Run> failed = new ArrayList<>();
    private long lives;
    private long events;
    private long entries;
    private double hours;

    @Override
    public Integer call() {
        if (minutes <= 0) {
            throw UserError.usage("--minutes must be above 0");
        }
        Quiet.logs();
        long start = System.nanoTime();
        if (seed.isPresent()) {
            live(seed.get());
        } else {
            many(from.orElseGet(() -> new SecureRandom().nextLong() >>> 16), start);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
        output.print(() -> json(seconds, busy), out -> text(out, seconds, busy));
        return failed.isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private void many(long first, long start) {
        long told = start;
        for (long next = first; System.nanoTime() - start < minutes * MINUTE; next++) {
            live(next);
            if (System.nanoTime() - told > PROGRESS) {
                told = System.nanoTime();
                output.progress("%d lives, %.0f cluster-hours, %d broken promises".formatted(lives, hours,
                        failed.size()));
            }
        }
    }

    private void live(long one) {
        Simulator.Run run = simulator.run(one);
        lives++;
        events += run.life().events();
        entries += run.life().entries();
        hours += run.life().simulated() / (60.0 * MINUTE);
        if (run.life().breach().isPresent()) {
            boolean news = failed.stream().noneMatch(f -> f.life().breach().map(b -> b.promise())
                    .equals(run.life().breach().map(b -> b.promise())));
            failed.add(news && failed.size() < MOST_REPORTS ? simulator.shrink(run, SHRINKING) : run);
        }
    }

    private void text(PrintWriter out, double seconds, double busy) {
        failed.stream().limit(MOST_REPORTS)
                .forEach(run -> out.println(run.report() + "again: althing chaos simulate --seed "
                        + run.seed() + "\n"));
        out.printf(
                "%d lives of a cluster in %.1f s: %.1f cluster-hours (%.0f a minute, %.0f a minute of the processor), %d events, %d log entries, %d promises broken%n",
                lives, seconds, hours, hours / seconds * 60, hours / busy * 60, events, entries, failed.size());
        if (seed.isPresent()) {
            Simulator.Run run = failed.isEmpty() ? simulator.run(seed.get()) : failed.get(0);
            out.println("fingerprint " + run.life().fingerprint());
        }
    }

    private ObjectNode json(double seconds, double busy) {
        ObjectNode report = Json.object().put("lives", lives).put("seconds", seconds).put("clusterHours", hours)
                .put("clusterHoursPerMinute", hours / seconds * 60)
                .put("clusterHoursPerProcessorMinute", hours / busy * 60).put("events", events)
                .put("logEntries", entries);
        ArrayNode broken = report.putArray("broken");
        for (Simulator.Run run : failed) {
            ObjectNode one = broken.addObject().put("seed", run.seed()).put("variety", run.variety().toString());
            run.life().breach().ifPresent(
                    b -> one.put("promise", b.promise()).put("what", b.what()).put("atMillis", b.atMillis()));
            ArrayNode steps = one.putArray("steps");
            run.steps().forEach(s -> steps.addObject().put("atMillis", s.atMillis()).put("step", s.step().toString()));
        }
        return report;
    }

    /** Makes it known to the command line. */
    public static final class Provider implements CommandProvider {
        @Override
        public String parent() {
            return "chaos";
        }

        @Override
        public Object command() {
            return new SimulateCommand();
        }
    }
}
