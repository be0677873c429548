package io.althing.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.althing.canary.Boundary.Ratio;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DistributionMetricsTest {

    private final Random random = new Random(11);

    @Test
    void a_canary_slower_throughout_is_convicted_when_no_harm_is_tolerated() {
        Look last = latency(limits(Boundary.ZERO), 40, x -> 1.3 * x);
        assertThat(last.verdict()).isInstanceOf(Verdict.Rollback.class);
        assertThat(last.evidence().of("latency_p95").effect().orElseThrow().estimateValue()).isCloseTo(1.3,
                within(0.15));
    }

    @Test
    void a_canary_slower_in_the_tail_only_is_convicted_too() {
        assertThat(latency(limits(Boundary.ZERO), 60, x -> random.nextDouble() < 0.1 ? 3.5 * x : x).verdict())
                .isInstanceOf(Verdict.Rollback.class);
    }

    @Test
    void a_ratio_within_the_boundary_is_left_alone_and_one_beyond_it_is_not() {
        Limits limits = limits(new Ratio(new BigDecimal("1.2")));
        assertThat(latency(limits, 60, x -> 1.15 * x).verdict()).isNotInstanceOf(Verdict.Rollback.class);
        assertThat(latency(limits, 60, x -> 1.7 * x).verdict()).isInstanceOf(Verdict.Rollback.class);
    }

    @Test
    void an_equal_canary_is_promoted_within_its_ratio() {
        Limits limits = new Limits(new Ratio(new BigDecimal("1.2")), Optional.of(new Ratio(new BigDecimal("1.5"))),
                Optional.empty());
        assertThat(latency(limits, 60, x -> x).verdict()).isInstanceOf(Verdict.Promote.class);
    }

    @Test
    void the_interval_of_a_quantile_ratio_covers_the_truth() {
        Effect effect = latency(limits(Boundary.ZERO), 40, x -> 1.3 * x).evidence().of("latency_p95").effect()
                .orElseThrow();
        assertThat(effect.lowValue()).isLessThan(1.3);
        assertThat(effect.highValue()).isGreaterThan(1.3);
    }

    @Test
    void a_change_of_spread_in_scores_is_noticed_in_either_direction() {
        assertThat(scores(40, 1.6)).isGreaterThan(5);
        assertThat(scores(40, 0.6)).isGreaterThan(5);
        assertThat(scores(40, 1.0)).isLessThan(4);
    }

    @Test
    void a_mean_is_judged_up_to_its_cap() {
        MetricSettings revenue = new MetricSettings("revenue", new MetricKind.Mean(new BigDecimal("500")),
                Direction.DECREASE, limits(Boundary.ZERO), Standing.ordinary());
        CanaryAnalysis analysis = begun(revenue);
        Look last = analysis.closeLook(Instant.EPOCH);
        for (int look = 0; look < 60; look++) {
            for (int i = 0; i < 200; i++) {
                analysis.record(i < 10 ? Arm.CANARY : Arm.STABLE, "revenue",
                        (i < 10 ? 100 : 250) * random.nextDouble());
            }
            last = analysis.closeLook(Instant.EPOCH);
        }
        assertThat(last.verdict()).isInstanceOf(Verdict.Rollback.class);
        assertThat(last.evidence().of("revenue").effect().orElseThrow().estimateValue()).isCloseTo(-75, within(10.0));
    }

    @Test
    void a_snapshot_with_two_histograms_stays_small_and_goes_on_alike() {
        CanaryAnalysis analysis = begun(latencyMetric(limits(new Ratio(new BigDecimal("1.2")))), score());
        for (int i = 0; i < 200_000; i++) {
            analysis.record(i % 20 == 0 ? Arm.CANARY : Arm.STABLE, "latency_p95", 20 * Math.exp(random.nextGaussian()));
            if (i % 2000 == 1999) {
                analysis.closeLook(Instant.EPOCH);
            }
        }
        byte[] snapshot = analysis.snapshot();
        assertThat(snapshot.length).isLessThan(64 * 1024);
        CanaryAnalysis other = CanaryAnalysis.restore(analysis.settings(), snapshot);
        for (CanaryAnalysis each : List.of(analysis, other)) {
            each.record(Arm.CANARY, "latency_p95", 300);
            each.record(Arm.STABLE, "latency_p95", 30);
        }
        assertThat(other.closeLook(Instant.EPOCH)).isEqualTo(analysis.closeLook(Instant.EPOCH));
    }

    @Test
    void evidence_read_after_each_request_agrees_with_the_closed_look() {
        CanaryAnalysis analysis = begun(MetricSettings.errorRate("error", limits(Boundary.ZERO)));
        RateCounter counter = analysis.counter("error");
        for (int look = 0; look < 5; look++) {
            double open = 0;
            for (int i = 0; i < 2000; i++) {
                counter.record(i % 20 == 0 ? Arm.CANARY : Arm.STABLE, random.nextDouble() < (i % 20 == 0 ? 0.2 : 0.01));
                open = counter.evidence();
            }
            counter.record(Arm.STABLE, 1, 100);
            open = counter.evidence();
            double closed = Math.exp(analysis.closeLook(Instant.EPOCH).evidence().rollback().toDouble());
            assertThat(open / closed).isCloseTo(1, within(1e-6));
            assertThat(counter.evidence()).isCloseTo(closed, within(closed * 1e-6));
        }
        assertThat(counter.evidence()).isGreaterThan(1e6);
    }

    private double scores(int looks, double spread) {
        CanaryAnalysis analysis = begun(score());
        for (int look = 0; look < looks; look++) {
            for (int i = 0; i < 2000; i++) {
                analysis.record(i % 20 == 0 ? Arm.CANARY : Arm.STABLE, "score",
                        (i % 20 == 0 ? spread : 1) * random.nextGaussian());
            }
            analysis.closeLook(Instant.EPOCH);
        }
        return analysis.evidence().rollback().toDouble();
    }

    private Look latency(Limits limits, int looks, DoubleUnaryOperator harm) {
        CanaryAnalysis analysis = begun(latencyMetric(limits));
        Look last = analysis.closeLook(Instant.EPOCH);
        for (int look = 0; look < looks; look++) {
            for (int i = 0; i < 2000; i++) {
                double value = 20 * Math.exp(0.6 * random.nextGaussian());
                analysis.record(i % 20 == 0 ? Arm.CANARY : Arm.STABLE, "latency_p95",
                        i % 20 == 0 ? harm.applyAsDouble(value) : value);
            }
            last = analysis.closeLook(Instant.EPOCH);
        }
        return last;
    }

    private static CanaryAnalysis begun(MetricSettings... metrics) {
        CanaryAnalysis analysis = new CanaryAnalysis(CanarySettings.of(metrics));
        analysis.beginStep(new StepStart(1, 500, Instant.EPOCH));
        return analysis;
    }

    private static MetricSettings latencyMetric(Limits limits) {
        return new MetricSettings("latency_p95", new MetricKind.Quantile(new BigDecimal("0.95")), Direction.INCREASE,
                limits, Standing.ordinary());
    }

    private static MetricSettings score() {
        return new MetricSettings("score", new MetricKind.Distribution(new BigDecimal("-5"), new BigDecimal("5")),
                Direction.INCREASE, limits(Boundary.ZERO),
                Standing.ordinary());
    }

    private static Limits limits(Boundary rollback) {
        return new Limits(rollback, Optional.empty(), Optional.empty());
    }
}
