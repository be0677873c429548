package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.RateCounter;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
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

    private CanaryAnalysis analysis = fresh();
    private RateCounter counter = analysis.counter("bad");

    private static CanaryAnalysis fresh() {
        return Setup.rateAnalysis(CanarySettings.of(Setup.rate(Setup.anyHarm())), 0.01);
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
    public Object batched() {
        for (int i = 0; i < LOOK; i++) {
            analysis.record(i % 20 == 0 ? Arm.CANARY : Arm.STABLE, "bad", i % 101 == 0 ? 1 : 0, 1);
        }
        return analysis.closeLook(Setup.T0);
    }

    /** The same with the evidence read after each request. */
    @Benchmark
    @OperationsPerInvocation(LOOK)
    public Object readAfterEach(Blackhole read) {
        for (int i = 0; i < LOOK; i++) {
            counter.record(i % 20 == 0 ? Arm.CANARY : Arm.STABLE, i % 101 == 0);
            read.consume(counter.evidence());
        }
        return analysis.closeLook(Setup.T0);
    }

    /** Runs of the benchmarks above. */
    record Runs(boolean brief) {
        /** Requests a second, by benchmark. */
        Map<String, Double> perSecond() {
            System.setProperty("jmh.ignoreLock", "true");
            var options = new OptionsBuilder().include("^" + EngineSpeed.class.getName().replace(".", "\\.") + "\\.")
                    .forks(1).warmupIterations(brief ? 2 : 5).warmupTime(TimeValue.seconds(1))
                    .measurementIterations(brief ? 2 : 10).measurementTime(TimeValue.seconds(1))
                    .verbosity(VerboseMode.SILENT).build();
            try {
                Collection<RunResult> results = new Runner(options).run();
                return results.stream().collect(Collectors.toMap(r -> r.getPrimaryResult().getLabel(),
                        r -> r.getPrimaryResult().getScore()));
            } catch (RunnerException e) {
                throw new IllegalStateException("the speed of the engine could not be measured: " + e.getMessage(), e);
            }
        }
    }
}
