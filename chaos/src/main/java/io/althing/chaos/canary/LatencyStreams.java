package io.althing.chaos.canary;

import io.althing.canary.Arm;
import io.althing.canary.ArmCounts;
import io.althing.canary.Boundary;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Limits;
import io.althing.canary.MetricSettings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Latency at five per cent, a look after every 200 requests. */
final class LatencyStreams {

    private static final int LOOK = 200;
    private static final double SIGMA = 0.6;

    private final Effort effort;

    LatencyStreams(Effort effort) {
        this.effort = effort;
    }

    /** Which latency analysis. */
    enum Rule {
        /** Any worsening of the distribution. */
        ANY_HARM,
        /** The 95th percentile itself. */
        P95_ONLY
    }

    private static MetricSettings metric(Rule rule) {
        Boundary boundary = rule == Rule.ANY_HARM ? Boundary.ZERO : new Boundary.Ratio(BigDecimal.ONE);
        return Setup.latency(new Limits(boundary, Optional.empty(), Optional.empty()));
    }

    List<Bar> falseRollback(Rule rule, double sigma) {
        Draws draws = new Draws(effort.seed() + rule.ordinal() + Double.hashCode(sigma));
        int[] crossed = new int[2];
        int streams = Math.max(100, effort.streams() / (rule == Rule.ANY_HARM ? 1 : 5));
        for (int s = 0; s < streams; s++) {
            CanaryAnalysis analysis = begun(rule, draws, sigma);
            double peak = 0;
            for (int look = 0; look < effort.requests() / LOOK; look++) {
                feed(analysis, draws, sigma, x -> x);
                peak = Math.max(peak, analysis.closeLook(Setup.T0).evidence().rollback().toDouble());
            }
            crossed[0] += peak >= Math.log(20) ? 1 : 0;
            crossed[1] += peak >= Math.log(100) ? 1 : 0;
        }
        List<Bar> bars = new ArrayList<>();
        double[] alphas = {0.05, 0.01};
        for (int a = 0; a < 2; a++) {
            bars.add(effort.falseAlarms("A1", "latency sigma " + sigma + ", " + rule, crossed[a], streams, alphas[a]));
        }
        return bars;
    }

    /** A4: mean canary samples to detection at alpha 0.05. */
    Bar detection(Rule rule, String scenario, DoubleUnaryOperator harm, double limit) {
        Draws draws = new Draws(effort.seed() + scenario.hashCode());
        int streams = Math.max(100, effort.detections() / 10);
        double samples = 0;
        for (int s = 0; s < streams; s++) {
            CanaryAnalysis analysis = begun(rule, draws, SIGMA);
            double evidence = 0;
            while (evidence < Math.log(20)) {
                samples += feed(analysis, draws, SIGMA, harm);
                evidence = analysis.closeLook(Setup.T0).evidence().rollback().toDouble();
            }
        }
        return Bar.atMost("A4", scenario + ", mean samples", samples / streams, effort.limit(limit));
    }

    /** The slowed tail of A4: a tenth of the requests, so much slower that the 95th percentile is up by the given ratio. */
    static DoubleUnaryOperator tail(Draws draws, double factor) {
        return x -> draws.happens(0.1) ? factor * x : x;
    }

    /** An analysis that has seen 5,000 earlier values of stable. */
    static CanaryAnalysis begun(Rule rule, Draws draws, double sigma) {
        CanaryAnalysis past = new CanaryAnalysis(CanarySettings.of(metric(rule)));
        past.record(Arm.CANARY, "latency", 20);
        for (int i = 0; i < 5000; i++) {
            past.record(Arm.STABLE, "latency", draws.lognormal(sigma));
        }
        ArmCounts history = past.closeLook(Setup.T0).counts().metrics().get(0).stable();
        CanaryAnalysis analysis = Setup.begun(CanarySettings.of(metric(rule)));
        analysis.history("latency", history);
        return analysis;
    }

    private static int feed(CanaryAnalysis analysis, Draws draws, double sigma, DoubleUnaryOperator harm) {
        int canary = 0;
        for (int i = 0; i < LOOK; i++) {
            double value = draws.lognormal(sigma);
            if (draws.happens(0.05)) {
                analysis.record(Arm.CANARY, "latency", harm.applyAsDouble(value));
                canary++;
            } else {
                analysis.record(Arm.STABLE, "latency", value);
            }
        }
        return canary;
    }
}
