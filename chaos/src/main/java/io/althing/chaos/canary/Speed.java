package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Direction;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.Standing;
import io.althing.canary.StepStart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A9 and A10: throughput of one core, by JMH, and size of the state. Times are CPU times of this machine. */
final class Speed {

    private static final int ROUNDS = 5;
    private static final int USERS = 200_000;

    private final LongSupplier nanos;
    private final Effort effort;

    Speed(Effort effort, LongSupplier nanos) {
        this.effort = effort;
        this.nanos = nanos;
    }

    List<Bar> bars() {
        Map<String, Double> perSecond = new EngineSpeed.Runs(effort.streams() < Effort.FULL.streams()).perSecond();
        return List.of(
                Bar.atLeast("A9", "batched counters, million records a second of CPU time",
                        millions(perSecond, "batched"), 20),
                Bar.atLeast("A9", "evidence read after every request, million records a second of CPU time",
                        millions(perSecond, "readAfterEach"), 5),
                Bar.atMost("A9", "closing a look of six rates and latency, microseconds of CPU time", closing(), 200),
                Bar.atMost("A10", "state of six rates and latency after a million values, KiB", size(), 64),
                Bar.atMost("A10", "the same with labels, 200,000 users observed one by one, KiB", unitSize(), 64),
                Bar.atMost("A10", "a snapshot restored and gone on with, differing bytes", differing(), 0));
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

    private double unitSize() {
        return byUnits().snapshot().length / 1024.0;
    }

    /** Two hundred thousand users, their labels ten minutes after them, at a hundred a second. */
    private CanaryAnalysis byUnits() {
        MetricSettings[] metrics = new MetricSettings[7];
        for (int m = 0; m < 5; m++) {
            metrics[m] = MetricSettings.errorRate("rate" + m, Setup.anyHarm());
        }
        metrics[5] = new MetricSettings("accuracy", new MetricKind.Rate(Duration.ofMinutes(10)), Direction.DECREASE,
                Setup.anyHarm(), Standing.ordinary());
        metrics[6] = Setup.latency(Setup.anyHarm());
        CanaryAnalysis analysis = new CanaryAnalysis(CanarySettings.of(metrics));
        analysis.beginStep(new StepStart(1, Setup.FIVE_PERCENT, Setup.T0));
        Draws draws = new Draws(effort.seed());
        for (int user = 0; user < USERS; user++) {
            Instant now = Setup.T0.plusMillis(10L * user);
            Arm arm = draws.happens(0.05) ? Arm.CANARY : Arm.STABLE;
            for (int m = 0; m < 5; m++) {
                analysis.observe("user " + user, arm, "rate" + m, draws.happens(0.01) ? 1 : 0, now);
            }
            analysis.observe("user " + user, arm, "accuracy", draws.happens(0.85) ? 1 : 0, now.plusSeconds(200));
            analysis.observe("user " + user, arm, "latency", draws.lognormal(1.5), now);
            if (user % 3000 == 2999) {
                analysis.closeLook(now);
            }
        }
        return analysis;
    }

    private double differing() {
        CanaryAnalysis analysis = byUnits();
        CanaryAnalysis restored = CanaryAnalysis.restore(analysis.settings(), analysis.snapshot());
        for (CanaryAnalysis each : List.of(analysis, restored)) {
            feedUnits(each, new Draws(effort.seed() + 1));
        }
        byte[] one = analysis.snapshot();
        byte[] other = restored.snapshot();
        int differing = Math.abs(one.length - other.length);
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            differing += one[i] == other[i] ? 0 : 1;
        }
        return differing;
    }

    private static void feedUnits(CanaryAnalysis analysis, Draws draws) {
        for (int user = 0; user < 5_000; user++) {
            analysis.observe("later user " + user, draws.happens(0.05) ? Arm.CANARY : Arm.STABLE, "latency",
                    draws.lognormal(1.5), Setup.T0.plusSeconds(3000));
        }
        analysis.closeLook(Setup.T0.plusSeconds(3000));
    }
}
