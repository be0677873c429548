package io.althing.chaos.canary;

import io.althing.canary.Alpha;
import io.althing.canary.Arm;
import io.althing.canary.ArmCounts;
import io.althing.canary.Boundary;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Direction;
import io.althing.canary.Limits;
import io.althing.canary.Look;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.Standing;
import io.althing.canary.StepStart;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** The analyses the benchmark runs: default settings, boundary zero unless said. */
final class Setup {

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    static final int FIVE_PERCENT = 500;
    static final Alpha TWENTIETH = new Alpha(new BigDecimal("0.05"), new BigDecimal("0.05"));

    private Setup() {}

    static Limits anyHarm() {
        return new Limits(Boundary.ZERO, Optional.empty(), Optional.empty());
    }

    static MetricSettings rate(Limits limits) {
        return MetricSettings.errorRate("bad", limits);
    }

    static MetricSettings latency(Limits limits) {
        return new MetricSettings("latency", new MetricKind.Quantile(new BigDecimal("0.95")), Direction.INCREASE,
                limits, Standing.ordinary());
    }

    /** A begun analysis of one rate that has seen 2,000 earlier requests of stable. */
    static CanaryAnalysis rateAnalysis(CanarySettings settings, double rate) {
        CanaryAnalysis analysis = begun(settings);
        analysis.history("bad", ArmCounts.rate(2000, Math.round(2000 * rate)));
        return analysis;
    }

    static CanaryAnalysis begun(CanarySettings settings) {
        CanaryAnalysis analysis = new CanaryAnalysis(settings);
        analysis.beginStep(new StepStart(1, FIVE_PERCENT, T0));
        return analysis;
    }

    /** Closes a look of a rate with these expectations: counts drawn, not requests. */
    static Look look(CanaryAnalysis analysis, Draws draws, Traffic traffic) {
        analysis.record(Arm.CANARY, "bad", draws.binomial(traffic.canary(), traffic.canaryRate()), traffic.canary());
        analysis.record(Arm.STABLE, "bad", draws.binomial(traffic.stable(), traffic.stableRate()), traffic.stable());
        return analysis.closeLook(T0);
    }

    /** Closes a look of 100 and 1,900 requests and tells ln E. */
    static double close(CanaryAnalysis analysis, int canaryBad, int stableBad) {
        analysis.record(Arm.CANARY, "bad", canaryBad, 100);
        analysis.record(Arm.STABLE, "bad", stableBad, 1900);
        return analysis.closeLook(T0).evidence().rollback().toDouble();
    }

    /** One look's traffic and true rates. */
    record Traffic(int canary, double canaryRate, int stable, double stableRate) {

        /** A hundred requests to the canary and nineteen hundred to stable. */
        static Traffic usual(double canaryRate, double stableRate) {
            return new Traffic(100, canaryRate, 1900, stableRate);
        }
    }
}
