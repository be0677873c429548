package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.MetricSettings;
import io.althing.canary.StepStart;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A9 and A10: throughput of one thread, by JMH, and size of the state. Figures are of this machine at this moment. */
final class Speed {

    private static final int ROUNDS = 5;

    private final LongSupplier nanos;
    private final Effort effort;

    Speed(Effort effort, LongSupplier nanos) {
        this.effort = effort;
        this.nanos = nanos;
    }

    List<Bar> bars() {
        Map<String, Double> perSecond = new EngineSpeed.Runs(effort.streams() < Effort.FULL.streams()).perSecond();
        return List.of(
                Bar.atLeast("A9", "batched counters, million records a second", millions(perSecond, "batched"), 20),
                Bar.atLeast("A9", "evidence read after every request, million records a second",
                        millions(perSecond, "readAfterEach"), 5),
                Bar.atMost("A9", "closing a look of six rates and latency, microseconds of CPU time", closing(), 200),
                Bar.atMost("A10", "state of six rates and latency after a million values, KiB", size(), 64));
    }

    private static double millions(Map<String, Double> perSecond, String benchmark) {
        return perSecond.getOrDefault(benchmark, 0.0) / 1e6;
    }

    private CanaryAnalysis seven() {
        MetricSettings[] metrics = new MetricSettings[7];
        for (int m = 0; m < 6; m++) {
            metrics[m] = MetricSettings.errorRate("rate" + m, Setup.anyHarm());
        }
        metrics[6] = Setup.latency(Setup.anyHarm());
        CanaryAnalysis analysis = new CanaryAnalysis(CanarySettings.of(metrics));
        analysis.beginStep(new StepStart(1, Setup.FIVE_PERCENT, Setup.T0));
        return analysis;
    }

    private static void feed(CanaryAnalysis analysis, Draws draws, int requests) {
        for (int i = 0; i < requests; i++) {
            Arm arm = i % 20 == 0 ? Arm.CANARY : Arm.STABLE;
            for (int m = 0; m < 6; m++) {
                analysis.record(arm, "rate" + m, draws.happens(0.01) ? 1 : 0, 1);
            }
            analysis.record(arm, "latency", draws.lognormal(0.6));
        }
    }

    private double closing() {
        CanaryAnalysis analysis = seven();
        Draws draws = new Draws(effort.seed());
        int looks = Math.max(300, effort.streams() / 10);
        double least = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            long taken = 0;
            for (int look = 0; look < looks; look++) {
                feed(analysis, draws, 200);
                long start = nanos.getAsLong();
                analysis.closeLook(Setup.T0);
                taken += nanos.getAsLong() - start;
            }
            least = Math.min(least, taken / 1e3 / looks);
        }
        return least;
    }

    private double size() {
        CanaryAnalysis analysis = seven();
        Draws draws = new Draws(effort.seed());
        for (int look = 0; look < 20; look++) {
            feed(analysis, draws, effort.streams() < 1000 ? 5_000 : 50_000);
            analysis.closeLook(Setup.T0);
        }
        feed(analysis, draws, 5_000);
        return analysis.snapshot().length / 1024.0;
    }
}
