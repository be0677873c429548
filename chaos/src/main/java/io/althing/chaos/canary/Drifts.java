package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Direction;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.Standing;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** A7: drift of a model's scores, standard normal, looks of 2,000 requests. */
final class Drifts {

    private static final int LOOK = 2000;

    private final Effort effort;
    private final CanarySettings settings = CanarySettings
            .of(new MetricSettings("score", new MetricKind.Distribution(new BigDecimal("-5"), new BigDecimal("5")),
                    Direction.INCREASE, Setup.anyHarm(), Standing.ordinary()));

    Drifts(Effort effort) {
        this.effort = effort;
    }

    List<Bar> bars() {
        return List.of(falseAlarms(), detection("shift of 0.2 sd", x -> x + 0.2, 480),
                detection("sd times 1.2", x -> 1.2 * x, 500));
    }

    private Bar falseAlarms() {
        Draws draws = new Draws(effort.seed() + 41);
        int streams = Math.max(100, effort.streams() / 10);
        int crossed = 0;
        for (int s = 0; s < streams; s++) {
            crossed += run(draws, x -> x, 50) < Integer.MAX_VALUE ? 1 : 0;
        }
        return effort.falseAlarms("A7", "no drift", crossed, streams, 0.05);
    }

    private Bar detection(String scenario, DoubleUnaryOperator drift, double limit) {
        Draws draws = new Draws(effort.seed() + scenario.hashCode());
        int streams = Math.max(100, effort.detections() / 20);
        double samples = 0;
        for (int s = 0; s < streams; s++) {
            samples += run(draws, drift, 1000);
        }
        return Bar.atMost("A7", scenario + ", mean samples", samples / streams, effort.limit(limit));
    }

    private int run(Draws draws, DoubleUnaryOperator drift, int looks) {
        CanaryAnalysis analysis = Setup.begun(settings);
        feed(analysis, draws, x -> x);
        analysis.closeLook(Setup.T0);
        int samples = 0;
        for (int look = 0; look < looks; look++) {
            samples += feed(analysis, draws, drift);
            if (analysis.closeLook(Setup.T0).evidence().rollback().toDouble() >= Math.log(20)) {
                return samples;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static int feed(CanaryAnalysis analysis, Draws draws, DoubleUnaryOperator drift) {
        int canary = 0;
        for (int i = 0; i < LOOK; i++) {
            if (draws.happens(0.05)) {
                analysis.record(Arm.CANARY, "score", drift.applyAsDouble(draws.normal()));
                canary++;
            } else {
                analysis.record(Arm.STABLE, "score", draws.normal());
            }
        }
        return canary;
    }
}
