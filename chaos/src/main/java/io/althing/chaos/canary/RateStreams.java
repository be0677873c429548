package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.RateCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/** Streams of single requests at five per cent, the evidence read after each. */
final class RateStreams {

    private static final int LOOK = 200;
    private static final double[] BOUNDS = {20, 100};
    private static final double[] ALPHAS = {0.05, 0.01};

    private final CanarySettings settings = CanarySettings.of(Setup.rate(Setup.anyHarm()));
    private final Effort effort;

    RateStreams(Effort effort) {
        this.effort = effort;
    }

    /** A1 and the drifting base of A2: how often a harmless canary's evidence ever reaches a bound. */
    List<Bar> falseRollback(String bar, String scenario, IntToDoubleFunction rate) {
        SplittableRandom random = new SplittableRandom(effort.seed() + scenario.hashCode());
        int[] crossed = new int[2];
        for (int s = 0; s < effort.streams(); s++) {
            double peak = peak(random, rate);
            for (int a = 0; a < 2; a++) {
                crossed[a] += peak >= BOUNDS[a] ? 1 : 0;
            }
        }
        List<Bar> bars = new ArrayList<>();
        for (int a = 0; a < 2; a++) {
            bars.add(effort.falseAlarms(bar, scenario, crossed[a], effort.streams(), ALPHAS[a]));
        }
        return bars;
    }

    private double peak(SplittableRandom random, IntToDoubleFunction rate) {
        CanaryAnalysis analysis = Setup.rateAnalysis(settings, rate.applyAsDouble(0));
        RateCounter counter = analysis.counter("bad");
        double peak = 1;
        for (int i = 0; i < effort.requests(); i++) {
            Arm arm = random.nextDouble() < 0.05 ? Arm.CANARY : Arm.STABLE;
            counter.record(arm, random.nextDouble() < rate.applyAsDouble(i));
            peak = Math.max(peak, counter.evidence());
            if (i % LOOK == LOOK - 1) {
                analysis.closeLook(Setup.T0);
            }
        }
        return peak;
    }

    /** A3: mean canary samples until the evidence reaches a bound, read every 20 requests. */
    List<Bar> detection(String scenario, double stable, double canary, double slack) {
        SplittableRandom random = new SplittableRandom(effort.seed() + scenario.hashCode());
        double[] samples = new double[2];
        for (int s = 0; s < effort.detections(); s++) {
            long[] found = samplesToDetect(random, stable, canary);
            samples[0] += found[0];
            samples[1] += found[1];
        }
        List<Bar> bars = new ArrayList<>();
        for (int a = 0; a < 2; a++) {
            double mean = samples[a] / effort.detections();
            String name = scenario + ", alpha " + ALPHAS[a] + ", " + Numbers.plain(mean) + " samples: times ";
            bars.add(Bar.atMost("A3", name + "n80", mean / Numbers.fixedSize(stable, canary, ALPHAS[a], 0.8),
                    effort.limit(slack)));
            bars.add(Bar.atMost("A3", name + "n90", mean / Numbers.fixedSize(stable, canary, ALPHAS[a], 0.9),
                    effort.limit(1.0)));
        }
        return bars;
    }

    private long[] samplesToDetect(SplittableRandom random, double stable, double canary) {
        CanaryAnalysis analysis = Setup.rateAnalysis(settings, stable);
        RateCounter counter = analysis.counter("bad");
        long[] found = new long[2];
        long samples = 0;
        for (long i = 1; found[1] == 0; i++) {
            boolean toCanary = random.nextDouble() < 0.05;
            samples += toCanary ? 1 : 0;
            counter.record(toCanary ? Arm.CANARY : Arm.STABLE, random.nextDouble() < (toCanary ? canary : stable));
            if (i % 20 == 0) {
                double evidence = counter.evidence();
                for (int a = 0; a < 2; a++) {
                    found[a] = found[a] == 0 && evidence >= BOUNDS[a] ? samples : found[a];
                }
            }
            if (i % LOOK == 0) {
                analysis.closeLook(Setup.T0);
            }
        }
        return found;
    }
}
