package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Direction;
import io.althing.canary.Look;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.Standing;
import io.althing.canary.StepStart;
import io.althing.chaos.canary.Setup.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A2: harmless canaries under a ramp, sticky users and late labels. */
final class Robustness {

    private static final double ALPHA = 0.05;

    private final Effort effort;

    Robustness(Effort effort) {
        this.effort = effort;
    }

    List<Bar> bars() {
        return List.of(share("ramp 1-5-25-50 % while the base rate quadruples", effort.streams(), this::ramp),
                share("sticky users, intra-user correlation about 0.02", effort.streams() / 5,
                        draws -> sticky(draws, 0.02)),
                share("sticky users, intra-user correlation about 0.09", effort.streams() / 5,
                        draws -> sticky(draws, 0.09)),
                share("users who come back, correlation about 0.09, counted once a step of a ramp 5-25-50 %",
                        effort.streams() / 5, draws -> new Regulars(draws, 0.09).peak()),
                share("users who always fail or never, counted once a step of a ramp 5-25-50 %",
                        effort.streams() / 5, draws -> new Regulars(draws, 1).peak()),
                share("wrong answers labelled sooner than right ones", effort.streams() / 5, this::lateLabels));
    }

    private Bar share(String scenario, int wanted, ToDoubleFunction<Draws> peak) {
        Draws draws = new Draws(effort.seed() + scenario.hashCode());
        int streams = Math.max(100, wanted);
        int crossed = 0;
        for (int s = 0; s < streams; s++) {
            crossed += peak.applyAsDouble(draws) >= Math.log(1 / ALPHA) ? 1 : 0;
        }
        return effort.falseAlarms("A2", scenario, crossed, streams, ALPHA);
    }

    private double ramp(Draws draws) {
        CanaryAnalysis analysis = Setup.rateAnalysis(CanarySettings.of(Setup.rate(Setup.anyHarm())), 0.01);
        int[] weights = {100, 500, 2500, 5000};
        double peak = 0;
        for (int step = 0; step < weights.length; step++) {
            analysis.beginStep(new StepStart(step, weights[step], Setup.T0));
            for (int look = 0; look < 25; look++) {
                double rate = step < 2 ? 0.01 : 0.04;
                int canary = draws.binomial(2000, weights[step] / 10_000.0);
                peak = Math.max(peak,
                        evidence(Setup.look(analysis, draws, new Traffic(canary, rate, 2000 - canary, rate))));
            }
        }
        return peak;
    }

    /** Users with their own error rate, about twenty requests each, all through the unit API. */
    private double sticky(Draws draws, double correlation) {
        CanaryAnalysis analysis = Setup.begun(CanarySettings.of(Setup.rate(Setup.anyHarm())));
        double prone = correlation / (correlation + 0.05);
        double peak = 0;
        int user = 0;
        for (int look = 0; look < 50; look++) {
            for (int u = 0; u < 100; u++, user++) {
                Arm arm = draws.happens(0.05) ? Arm.CANARY : Arm.STABLE;
                double rate = draws.happens(prone) ? 0.1 : 0.005;
                for (int r = 0; r < 20; r++) {
                    analysis.observe("user-" + user, arm, "bad", draws.happens(rate) ? 1 : 0, Setup.T0);
                }
            }
            peak = Math.max(peak, evidence(analysis.closeLook(Setup.T0)));
        }
        return peak;
    }

    /** Accuracy 0.85; right answers are labelled after a quarter of an hour on average, wrong ones after three minutes. */
    private double lateLabels(Draws draws) {
        MetricKind kind = new MetricKind.Rate(Duration.ofMinutes(10));
        CanaryAnalysis analysis = Setup.begun(CanarySettings
                .of(new MetricSettings("accuracy", kind, Direction.DECREASE, Setup.anyHarm(), Standing.ordinary())));
        double peak = 0;
        int unit = 0;
        for (int look = 0; look < 50; look++) {
            Instant now = Setup.T0.plusSeconds(60L * look);
            for (int u = 0; u < 400; u++, unit++) {
                Arm arm = draws.happens(0.05) ? Arm.CANARY : Arm.STABLE;
                boolean right = draws.happens(0.85);
                double delay = -Math.log(1 - draws.uniform()) * (right ? 900 : 180);
                analysis.assign("u" + unit, arm, now);
                analysis.observe("u" + unit, arm, "accuracy", right ? 1 : 0, now.plusMillis(Math.round(1000 * delay)));
            }
            peak = Math.max(peak, evidence(analysis.closeLook(now)));
        }
        return peak;
    }

    private static double evidence(Look look) {
        return look.evidence().rollback().toDouble();
    }
}
