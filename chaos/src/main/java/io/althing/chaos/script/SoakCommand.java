package io.althing.chaos.script;

import io.althing.chaos.arena.Machine;
import io.althing.chaos.arena.ProcessArena;
import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.Scratch;
import io.althing.chaos.fault.Fault;
import io.althing.chaos.fault.Faults;
import io.althing.chaos.history.History;
import io.althing.cli.CommandProvider;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code althing drill soak}: one cluster, round after round of drawn faults, each round judged; memory, threads, handles and disk. */
@Command(name = "soak", mixinStandardHelpOptions = true, description = "One cluster under random faults for long: does it keep its promises, and does it grow?")
public final class SoakCommand implements Callable<Integer> {
    private static final Duration ROUND = Duration.ofSeconds(150);
    private static final Duration FAULT = Duration.ofSeconds(8);
    private static final Duration EVERY = Duration.ofSeconds(28);
    /** They change who is a member, so that figures of one node would not be of one node. */
    private static final Set<String> LEFT_OUT = Set.of("replace-voter", "grow-and-shrink", "ring");

    @Option(names = "--minutes", defaultValue = "60", description = "how long (default: ${DEFAULT-VALUE})")
    private int minutes = 60;

    @Option(names = "--rate", defaultValue = "100", description = "operations a second (default: ${DEFAULT-VALUE})")
    private int rate = 100;

    @Option(names = "--seed", defaultValue = "1", description = "draws faults, victims and load (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--out", defaultValue = "chaos/drill/soak", paramLabel = "DIR", description = "where the cluster lives (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (minutes < 1 || rate < 1) {
            throw UserError.usage("--minutes and --rate must be at least 1");
        }
        Path home = out.toAbsolutePath();
        if (Files.exists(home)) {
            Scratch.delete(home);
        }
        Files.createDirectories(home);
        List<Usage> usage = new ArrayList<>();
        boolean held;
        var plan = ProcessArena.Plan.nodesOnly(home.resolve("cluster"), 3, LoopbackCluster.NODE_FLAGS,
                Machine.untouched());
        try (ProcessArena arena = ProcessArena.start(plan, Networks.open("any", Set.of(), this::say));
                UsageWatch watch = UsageWatch.start(arena)) {
            held = rounds(arena, home);
            usage.addAll(watch.samples());
        }
        Files.writeString(home.resolve("usage.json"), Json.pretty(Json.tree(usage)) + "\n");
        return print(usage) && held ? ExitCode.OK : ExitCode.REFUSED;
    }

    private boolean rounds(ProcessArena arena, Path home) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        var random = new SplittableRandom(seed);
        boolean held = true;
        for (int round = 0; System.nanoTime() < end; round++) {
            DrillScript script = script(round, random);
            History history = DrillRun.on(arena, script, new DrillRun.Draw(seed + round, "r" + round),
                    line -> {});
            DrillReport report = DrillReport.of(script, history);
            say((report.passed() ? "held    " : "BROKEN  ") + "round " + round + ": " + history.faults().stream()
                    .map(f -> f.fault()).toList() + ", " + report.figures().acknowledged() + " writes acknowledged");
            if (!report.passed()) {
                held = false;
                say(report.text());
                history.write(home.resolve("round-" + round + ".jsonl"));
            }
        }
        return held;
    }

    private DrillScript script(int round, SplittableRandom random) {
        List<Fault> faults = Faults.all().stream().filter(f -> f.needs().isEmpty())
                .filter(f -> !LEFT_OUT.contains(f.name())).toList();
        List<DrillScript.Step> timeline = new ArrayList<>();
        for (Duration at = FAULT; at.plus(EVERY).compareTo(ROUND) < 0; at = at.plus(EVERY)) {
            timeline.add(new DrillScript.Step(at, FAULT, faults.get(random.nextInt(faults.size())), Json.object()));
        }
        return new DrillScript("soak-" + round,
                "Does a cluster that is hurt again and again keep its promises, and its size?",
                3, ROUND, "any", DrillScript.Demand.registers(rate), timeline, 1);
    }

    private boolean print(List<Usage> usage) {
        PrintWriter out = spec.commandLine().getOut();
        boolean flat = line(out, usage, "memory, MiB", u -> u.residentBytes() / (double) (1 << 20), true);
        flat &= line(out, usage, "threads", Usage::threads, true);
        flat &= line(out, usage, "handles", Usage::handles, true);
        line(out, usage, "disk, MiB", u -> u.diskBytes() / (double) (1 << 20), false);
        out.flush();
        return flat;
    }

    private static boolean line(PrintWriter out, List<Usage> usage, String name, ToDoubleFunction<Usage> figure,
            boolean mustBeFlat) {
        Trend trend = Trend.of(usage, figure);
        String verdict = mustBeFlat ? trend.flat() ? "flat" : "NOT FLAT" : "grows with what is written";
        out.printf(Locale.ROOT, "%-12s mean %8.1f a node, %+8.2f an hour (%d samples): %s%n", name, trend.mean(),
                trend.perHour(), trend.samples(), verdict);
        return trend.flat();
    }

    private void say(String line) {
        spec.commandLine().getErr().println("  " + line);
        spec.commandLine().getErr().flush();
    }

    /** Makes it known to the command line. */
    public static final class Provider implements CommandProvider {
        @Override
        public String parent() {
            return "drill";
        }

        @Override
        public Object command() {
            return new SoakCommand();
        }
    }
}
