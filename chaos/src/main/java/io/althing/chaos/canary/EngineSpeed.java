package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.RateCounter;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** How fast one thread counts. Run by {@code bench canary} in a JVM of its own; an operation is one recorded request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EngineSpeed {
    private static final int LOOK = 2_000;

    private static final double NANOS = 1e9;

    private CanaryAnalysis analysis = fresh();
    private RateCounter counter = analysis.counter("bad");

    private static CanaryAnalysis fresh() {
        return Setup.rateAnalysis(CanarySettings.of(Setup.rate(Setup.anyHarm())), 0.01);
    }

    /** What the measuring thread got of its core. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Core {
        public double cpuSeconds;
        public double wallSeconds;
        private long cpu;
        private long wall;

        /** Clocks start. */
        @org.openjdk.jmh.annotations.Setup(Level.Iteration)
        public void begin() {
            wall = System.nanoTime();
            cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        /** Clocks stop. */
        @TearDown(Level.Iteration)
        public void end() {
            cpuSeconds += (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / NANOS;
            wallSeconds += (System.nanoTime() - wall) / NANOS;
        }
    }

    /** A new analysis for each iteration. */
    @org.openjdk.jmh.annotations.Setup(Level.Iteration)
    public void begin() {
        analysis = fresh();
        counter = analysis.counter("bad");
    }

    /** Two thousand requests counted one by one, then the look closed. */
    @Benchmark
    @OperationsPerInvocation(LOOK)
    public Object batched(Core core) {
        for (int i = 0; i < LOOK; i++) {
            analysis.record(i % 20 == 0 ? Arm.CANARY : Arm.STABLE, "bad", i % 101 == 0 ? 1 : 0, 1);
        }
        return analysis.closeLook(Setup.T0);
    }

    /** The same with the evidence read after each request. */
    @Benchmark
    @OperationsPerInvocation(LOOK)
    public Object readAfterEach(Blackhole read, Core core) {
        for (int i = 0; i < LOOK; i++) {
            counter.record(i % 20 == 0 ? Arm.CANARY : Arm.STABLE, i % 101 == 0);
            read.consume(counter.evidence());
        }
        return analysis.closeLook(Setup.T0);
    }

    /** Runs of the benchmarks above. */
    record Runs(boolean brief) {
        /** Requests a second of CPU time, by benchmark: what a core of one's own would do, whoever else is on the machine. */
        Map<String, Double> perSecond() {
            System.setProperty("jmh.ignoreLock", "true");
            var options = new OptionsBuilder().include("^" + EngineSpeed.class.getName().replace(".", "\\.") + "\\.")
                    .forks(1).warmupIterations(brief ? 2 : 5).warmupTime(TimeValue.seconds(1))
                    .measurementIterations(brief ? 2 : 10).measurementTime(TimeValue.seconds(1))
                    .verbosity(VerboseMode.SILENT).build();
            try {
                Collection<RunResult> results = new Runner(options).run();
                return results.stream().collect(Collectors.toMap(r -> r.getPrimaryResult().getLabel(), Runs::perCore));
            } catch (RunnerException e) {
                throw new IllegalStateException("the speed of the engine could not be measured: " + e.getMessage(), e);
            }
        }

        private static double perCore(RunResult run) {
            return run.getPrimaryResult().getScore() * seconds(run, "wallSeconds") / seconds(run, "cpuSeconds");
        }

        @SuppressWarnings("rawtypes") // JMH gives its results so
        private static double seconds(RunResult run, String counter) {
            return run.getSecondaryResults().entrySet().stream().filter(each -> each.getKey().equals(counter))
                    .mapToDouble(each -> each.getValue().getScore()).findFirst().orElse(Double.NaN);
        }
    }
}
