package io.althing.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.canary.Boundary.Absolute;
import io.althing.canary.Standing.Role;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CanaryAnalysisTest {

    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void a_canary_with_five_times_the_errors_is_rolled_back_and_told_why() {
        CanaryAnalysis analysis = begun(errorAndAccuracy());
        List<Look> looks = looks(analysis, 20, 0.05, 0.9);
        assertThat(looks.get(19).verdict()).isInstanceOfSatisfying(Verdict.Rollback.class, rollback -> {
            assertThat(rollback.metric()).isEqualTo("error_rate");
            assertThat(rollback.critical()).isTrue();
            assertThat(rollback.reason()).startsWith("error_rate is worse than allowed");
        });
        assertThat(looks.get(19).evidence().of("error_rate").effect().orElseThrow().lowValue()).isGreaterThan(0);
    }

    @Test
    void a_less_accurate_canary_is_rolled_back_for_its_accuracy() {
        CanaryAnalysis analysis = begun(errorAndAccuracy());
        Look last = looks(analysis, 40, 0.01, 0.7).get(39);
        assertThat(last.verdict()).isInstanceOfSatisfying(Verdict.Rollback.class,
                rollback -> assertThat(rollback.metric()).isEqualTo("accuracy"));
    }

    @Test
    void an_equal_canary_is_promoted_when_it_is_shown_to_be_within_its_margins() {
        CanaryAnalysis analysis = begun(errorAndAccuracy());
        Look last = looks(analysis, 150, 0.01, 0.9).get(149);
        assertThat(last.verdict()).isInstanceOf(Verdict.Promote.class);
    }

    @Test
    void too_few_samples_in_the_step_hold_a_promotion_back() {
        CanaryAnalysis analysis = begun(errorAndAccuracy());
        looks(analysis, 150, 0.01, 0.9);
        analysis.beginStep(new StepStart(2, 500, START));
        Look next = looks(analysis, 1, 0.01, 0.9).get(0);
        assertThat(next.verdict()).isInstanceOfSatisfying(Verdict.Continue.class,
                go -> assertThat(go.reason()).contains("of the 400 each arm needs"));
    }

    @Test
    void traffic_in_the_wrong_proportion_is_invalid_never_a_success() {
        CanaryAnalysis analysis = begun(errorAndAccuracy());
        analysis.arrivals(Arm.CANARY, 100);
        analysis.arrivals(Arm.STABLE, 900);
        assertThat(looks(analysis, 1, 0.01, 0.9).get(0).verdict()).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void a_silent_canary_is_no_data_and_at_the_end_inconclusive() {
        CanaryAnalysis analysis = begun(errorAndAccuracy());
        analysis.record(Arm.STABLE, "error_rate", 1, 100);
        assertThat(analysis.closeLook(START.plusSeconds(30)).verdict()).isInstanceOf(Verdict.NoData.class);
        assertThat(analysis.closeLook(START.plus(Duration.ofHours(2))).verdict())
                .isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void a_look_without_one_arm_stays_open_and_counts_later() {
        CanaryAnalysis analysis = begun(errorAndAccuracy());
        analysis.record(Arm.STABLE, "error_rate", 1, 100);
        assertThat(analysis.closeLook(START).counts().metrics().get(0).stable().n()).isZero();
        analysis.record(Arm.CANARY, "error_rate", 0, 5);
        assertThat(analysis.closeLook(START).counts().metrics().get(0).stable().n()).isEqualTo(100);
    }

    @Test
    void a_dry_run_metric_is_shown_and_convicts_nobody() {
        MetricSettings shown = new MetricSettings("error_rate", new MetricKind.Rate(), Direction.INCREASE,
                Limits.promoteWithin(points("0.005")),
                new Standing(BigDecimal.ONE, Role.DRY_RUN));
        CanaryAnalysis analysis = begun(CanarySettings.of(shown, accuracy()));
        Look last = looks(analysis, 30, 0.2, 0.9).get(29);
        assertThat(last.evidence().of("error_rate").rollback().mixture().toDouble()).isGreaterThan(10);
        assertThat(last.verdict()).isNotInstanceOf(Verdict.Rollback.class);
    }

    @Test
    void an_objective_of_the_canary_alone_convicts_it_even_if_stable_is_as_bad() {
        MetricSettings error = MetricSettings.errorRate("error_rate",
                new Limits(points("0.5"), Optional.empty(), Optional.of(new BigDecimal("0.02"))));
        CanaryAnalysis analysis = begun(CanarySettings.of(error));
        for (int i = 0; i < 20; i++) {
            analysis.record(Arm.CANARY, "error_rate", 10, 100);
            analysis.record(Arm.STABLE, "error_rate", 190, 1900);
            analysis.closeLook(START);
        }
        assertThat(analysis.closeLook(START).verdict()).isInstanceOf(Verdict.Rollback.class);
    }

    @Test
    void harm_within_the_boundary_is_not_convicted() {
        MetricSettings error = MetricSettings.errorRate("error_rate",
                new Limits(points("0.04"), Optional.empty(), Optional.empty()));
        Look last = looks(begun(CanarySettings.of(error, accuracy())), 100, 0.03, 0.9).get(99);
        assertThat(last.verdict()).isNotInstanceOf(Verdict.Rollback.class);
    }

    @Test
    void a_snapshot_goes_on_with_the_same_bits() {
        CanaryAnalysis one = begun(errorAndAccuracy());
        looks(one, 7, 0.02, 0.85);
        one.record(Arm.STABLE, "error_rate", 2, 50);
        CanaryAnalysis other = CanaryAnalysis.restore(one.settings(), one.snapshot());
        assertThat(other.snapshot()).isEqualTo(one.snapshot());
        for (CanaryAnalysis each : List.of(one, other)) {
            each.record(Arm.CANARY, "error_rate", 3, 20);
        }
        assertThat(one.closeLook(START)).isEqualTo(other.closeLook(START));
        assertThat(one.snapshot()).isEqualTo(other.snapshot());
        assertThatThrownBy(() -> CanaryAnalysis.restore(one.settings(), new byte[]{one.snapshot()[0], 2}))
                .hasMessageContaining("does not fit");
    }

    @Test
    void another_region_recomputes_the_same_evidence_from_the_counts() {
        CanaryAnalysis analysis = begun(errorAndAccuracy());
        List<Look> looks = new ArrayList<>(looks(analysis, 5, 0.02, 0.9));
        analysis.beginStep(new StepStart(2, 2500, START));
        looks.addAll(looks(analysis, 5, 0.02, 0.9));
        List<Look> again = EvidenceReplay.replay(analysis.settings(), List.of(),
                looks.stream().map(Look::counts).toList());
        assertThat(again).extracting(Look::evidence).isEqualTo(looks.stream().map(Look::evidence).toList());
    }

    @Test
    void evidence_stays_finite_at_every_extreme() {
        CanaryAnalysis analysis = begun(errorAndAccuracy());
        long[][] extremes = {{0, 1_000_000_000, 0, 1_000_000_000}, {1_000_000_000, 1_000_000_000, 0, 1_000_000_000},
                {1, 1, 1, 1},
                {1_000_000_000, 1_000_000_000, 1_000_000_000, 1_000_000_000}, {0, 1, 5, 5}};
        for (long[] look : extremes) {
            analysis.record(Arm.CANARY, "error_rate", look[0], look[1]);
            analysis.record(Arm.STABLE, "error_rate", look[2], look[3]);
            MetricEvidence evidence = analysis.closeLook(START).evidence().of("error_rate");
            assertThat(evidence.rollback().components()).allSatisfy(c -> assertThat(c.toDouble()).isFinite());
            assertThat(evidence.promote().orElseThrow().components())
                    .allSatisfy(c -> assertThat(c.toDouble()).isFinite());
        }
    }

    @Test
    void evidence_beyond_the_largest_double_goes_on_growing_and_stays_finite() {
        CanaryAnalysis analysis = begun(CanarySettings.of(MetricSettings.errorRate("error_rate",
                new Limits(Boundary.ZERO, Optional.of(new Boundary.Absolute(new BigDecimal("0.5"))),
                        Optional.empty()))));
        analysis.history("error_rate", ArmCounts.rate(2000, 20));
        RateCounter counter = analysis.counter("error_rate");
        double before = 0;
        for (int look = 0; look < 10; look++) {
            for (int i = 0; i < 2000; i++) {
                counter.record(i % 4 == 0 ? Arm.CANARY : Arm.STABLE, i % 4 == 0);
            }
            assertThat(counter.evidence()).isFinite();
            assertThat(counter.logEvidence()).isFinite().isGreaterThan(before);
            before = counter.logEvidence();
            Evidence evidence = analysis.closeLook(START).evidence();
            assertThat(evidence.rollback().toDouble()).isFinite();
            assertThat(evidence.of("error_rate").promote().orElseThrow().mixture().toDouble()).isFinite();
        }
        assertThat(before).isGreaterThan(1_000);
        assertThat(counter.evidence()).isEqualTo(Double.MAX_VALUE);
        assertThat(analysis.evidence().runningP()).isZero();
        assertThat(CanaryAnalysis.restore(analysis.settings(), analysis.snapshot()).snapshot())
                .isEqualTo(analysis.snapshot());
    }

    @Test
    void mistakes_are_named_with_their_remedy() {
        CanaryAnalysis analysis = begun(errorAndAccuracy());
        assertThatThrownBy(() -> analysis.record(Arm.CANARY, "latency", 0, 1)).hasMessageContaining("no metric latency")
                .hasMessageContaining("error_rate");
        assertThatThrownBy(() -> analysis.record(Arm.CANARY, "accuracy", 2, 1))
                .hasMessageContaining("bad must lie between 0 and n");
        assertThatThrownBy(() -> CanarySettings.of()).hasMessageContaining("at least one metric");
        assertThatThrownBy(() -> CanarySettings.of(accuracy(), accuracy())).hasMessageContaining("appears twice");
    }

    private static CanarySettings errorAndAccuracy() {
        MetricSettings error = new MetricSettings("error_rate", new MetricKind.Rate(), Direction.INCREASE,
                Limits.promoteWithin(points("0.005")),
                new Standing(new BigDecimal("0.4"), Role.CRITICAL));
        return CanarySettings.of(error, accuracy());
    }

    private static MetricSettings accuracy() {
        return new MetricSettings("accuracy", new MetricKind.Rate(), Direction.DECREASE,
                Limits.promoteWithin(points("0.05")),
                new Standing(new BigDecimal("0.4"), Role.ORDINARY));
    }

    private static Absolute points(String value) {
        return new Absolute(new BigDecimal(value));
    }

    private static CanaryAnalysis begun(CanarySettings settings) {
        CanaryAnalysis analysis = new CanaryAnalysis(settings);
        analysis.beginStep(new StepStart(1, 500, START));
        return analysis;
    }

    private List<Look> looks(CanaryAnalysis analysis, int count, double error, double accuracy) {
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            feed(analysis, Arm.CANARY, 100, error, accuracy);
            feed(analysis, Arm.STABLE, 1900, 0.01, 0.9);
            looks.add(analysis.closeLook(START.plusSeconds(30L * i)));
        }
        return looks;
    }

    private void feed(CanaryAnalysis analysis, Arm arm, int n, double error, double accuracy) {
        for (int i = 0; i < n; i++) {
            if (analysis.settings().metrics().stream().anyMatch(m -> m.name().equals("error_rate"))) {
                analysis.record(arm, "error_rate", random.nextDouble() < error ? 1.0 : 0.0);
            }
            if (analysis.settings().metrics().stream().anyMatch(m -> m.name().equals("accuracy"))) {
                analysis.record(arm, "accuracy", random.nextDouble() < accuracy ? 1.0 : 0.0);
            }
        }
    }
}
