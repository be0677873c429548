package io.althing.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UnitsTest {

    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final Random random = new Random(3);

    private record Row(String unit, Arm arm, double value, Instant time) {}

    @Test
    void a_unit_counts_once_by_its_worst_value() {
        CanaryAnalysis analysis = errors();
        for (double value : new double[]{0, 1, 0}) {
            analysis.observe("ann", Arm.CANARY, "error", value, START);
        }
        analysis.observe("bob", Arm.STABLE, "error", 0, START);
        assertThat(counts(analysis, START).canary()).isEqualTo(ArmCounts.rate(1, 1));
        analysis.observe("ann", Arm.CANARY, "error", 1, START.plusSeconds(60));
        assertThat(analysis.closeLook(START.plusSeconds(60)).totals().cumulative().get(0).canary().n()).isEqualTo(1);
    }

    @Test
    void a_unit_seen_in_both_arms_is_left_out() {
        CanaryAnalysis analysis = errors();
        analysis.observe("ann", Arm.CANARY, "error", 1, START);
        analysis.observe("ann", Arm.STABLE, "error", 1, START);
        analysis.observe("bob", Arm.STABLE, "error", 0, START);
        analysis.observe("cid", Arm.CANARY, "error", 0, START);
        assertThat(counts(analysis, START))
                .isEqualTo(new MetricCounts("error", ArmCounts.rate(1, 0), ArmCounts.rate(1, 0)));
    }

    @Test
    void a_label_counts_only_as_known_at_the_fixed_age() {
        CanaryAnalysis analysis = accuracy();
        analysis.assign("ann", Arm.CANARY, START);
        analysis.assign("bob", Arm.STABLE, START);
        analysis.assign("cid", Arm.STABLE, START);
        analysis.observe("ann", Arm.CANARY, "accuracy", 0, START.plus(Duration.ofMinutes(5)));
        analysis.observe("bob", Arm.STABLE, "accuracy", 1, START.plus(Duration.ofMinutes(10)));
        analysis.observe("cid", Arm.STABLE, "accuracy", 0, START.plus(Duration.ofMinutes(11)));
        assertThat(counts(analysis, START.plus(Duration.ofMinutes(9))).canary().n()).isZero();
        assertThat(counts(analysis, START.plus(Duration.ofMinutes(12))))
                .isEqualTo(new MetricCounts("accuracy", ArmCounts.rate(1, 1), ArmCounts.rate(1, 0)));
    }

    @Test
    void a_label_that_an_assignment_delivered_later_shows_to_be_too_late_does_not_count() {
        List<Consumer<CanaryAnalysis>> deliveries = List.of(
                analysis -> analysis.assign("ann", Arm.CANARY, START),
                analysis -> analysis.assign("ann", Arm.CANARY, START.plus(Duration.ofMinutes(5))),
                analysis -> analysis.observe("ann", Arm.CANARY, "accuracy", 0, START.plus(Duration.ofMinutes(12))));
        for (int first = 0; first < 3; first++) {
            for (int turn : new int[]{1, 2}) {
                CanaryAnalysis analysis = accuracy();
                analysis.observe("bob", Arm.STABLE, "accuracy", 1, START);
                analysis.observe("cid", Arm.CANARY, "accuracy", 1, START);
                for (int i = 0; i < 3; i++) {
                    deliveries.get((first + turn * i) % 3).accept(analysis);
                    analysis = CanaryAnalysis.restore(analysis.settings(), analysis.snapshot());
                }
                assertThat(counts(analysis, START.plus(Duration.ofMinutes(30))))
                        .as("delivered from %d by %d", first, turn)
                        .isEqualTo(new MetricCounts("accuracy", ArmCounts.rate(1, 0), ArmCounts.rate(1, 0)));
            }
        }
    }

    @Test
    void a_label_in_time_counts_though_the_first_assignment_is_delivered_after_it() {
        CanaryAnalysis analysis = accuracy();
        analysis.observe("bob", Arm.STABLE, "accuracy", 1, START);
        analysis.observe("ann", Arm.CANARY, "accuracy", 0, START.plus(Duration.ofMinutes(8)));
        analysis.observe("ann", Arm.CANARY, "accuracy", 0, START.plus(Duration.ofMinutes(12)));
        analysis.assign("ann", Arm.CANARY, START);
        assertThat(counts(analysis, START.plus(Duration.ofMinutes(30))).canary()).isEqualTo(ArmCounts.rate(1, 1));
    }

    @Test
    void a_late_label_is_counted_once_or_not_at_all() {
        CanaryAnalysis analysis = accuracy();
        analysis.assign("ann", Arm.CANARY, START);
        analysis.assign("bob", Arm.STABLE, START);
        analysis.observe("bob", Arm.STABLE, "accuracy", 1, START);
        analysis.closeLook(START.plus(WINDOW));
        analysis.observe("ann", Arm.CANARY, "accuracy", 0, START.plusSeconds(1));
        assertThat(analysis.closeLook(START.plus(WINDOW)).totals().cumulative().get(0).canary().n()).isZero();
    }

    @Test
    void labels_missing_more_often_in_one_arm_make_the_comparison_invalid() {
        CanaryAnalysis analysis = accuracy();
        Look last = analysis.closeLook(START);
        for (int look = 0; look < 10; look++) {
            Instant now = START.plus(WINDOW.multipliedBy(look));
            for (int i = 0; i < 2000; i++) {
                Arm arm = i % 20 == 0 ? Arm.CANARY : Arm.STABLE;
                analysis.assign(look + "/" + i, arm, now);
                if (arm == Arm.STABLE || i % 40 == 0) {
                    analysis.observe(look + "/" + i, arm, "accuracy", 1, now);
                }
            }
            last = analysis.closeLook(now.plus(WINDOW));
        }
        assertThat(last.verdict()).isInstanceOfSatisfying(Verdict.Invalid.class,
                invalid -> assertThat(invalid.reason()).contains("labels of accuracy"));
    }

    @Test
    void shuffling_rows_inside_a_look_and_delivering_them_twice_change_nothing() {
        List<Row> rows = rows(4000);
        List<Row> shuffled = new ArrayList<>(rows);
        shuffled.addAll(rows);
        Collections.shuffle(shuffled, random);
        CanaryAnalysis one = errors();
        CanaryAnalysis other = errors();
        feed(one, rows);
        feed(other, shuffled);
        assertThat(other.closeLook(START.plusSeconds(60))).isEqualTo(one.closeLook(START.plusSeconds(60)));
        assertThat(other.snapshot()).isEqualTo(one.snapshot());
    }

    @Test
    void a_snapshot_keeps_open_units() {
        CanaryAnalysis one = accuracy();
        feedLabels(one);
        CanaryAnalysis other = CanaryAnalysis.restore(one.settings(), one.snapshot());
        for (CanaryAnalysis each : List.of(one, other)) {
            each.observe("ann", Arm.CANARY, "accuracy", 0, START.plusSeconds(5));
        }
        assertThat(other.closeLook(START.plus(WINDOW))).isEqualTo(one.closeLook(START.plus(WINDOW)));
    }

    @Test
    void the_state_stays_below_64_kibibytes_however_many_units_come() {
        MetricSettings errors = MetricSettings.errorRate("error", limits());
        MetricSettings accuracy = new MetricSettings("accuracy", new MetricKind.Rate(WINDOW), Direction.DECREASE,
                limits(), Standing.ordinary());
        CanaryAnalysis analysis = begun(errors, accuracy);
        for (int i = 0; i < 250_000; i++) {
            Instant now = START.plusMillis(10L * i);
            Arm arm = random.nextInt(20) == 0 ? Arm.CANARY : Arm.STABLE;
            analysis.observe("u" + i, arm, "error", 0, now);
            analysis.observe("u" + i, arm, "accuracy", 1, now.plusSeconds(30));
            if (i % 5_000 == 4_999) {
                analysis.closeLook(now);
            }
        }
        assertThat(analysis.snapshot()).hasSizeLessThan(64 << 10);
        assertThat(analysis.unitsLeftOut()).isPositive();
        CanaryAnalysis restored = CanaryAnalysis.restore(analysis.settings(), analysis.snapshot());
        assertThat(restored.snapshot()).isEqualTo(analysis.snapshot());
        assertThat(restored.closeLook(START.plusSeconds(3_600)))
                .isEqualTo(analysis.closeLook(START.plusSeconds(3_600)));
    }

    @Test
    void units_beyond_the_memory_are_counted_as_they_stand_and_never_twice() {
        CanaryAnalysis analysis = small(MetricSettings.errorRate("error", limits()));
        for (int i = 0; i < 1_000; i++) {
            analysis.observe("u" + i, i % 2 == 0 ? Arm.CANARY : Arm.STABLE, "error", 0, START);
        }
        for (int i = 0; i < 900; i++) {
            analysis.observe("u" + i, i % 2 == 0 ? Arm.CANARY : Arm.STABLE, "error", 1, START);
        }
        MetricCounts counts = counts(analysis, START);
        assertThat(counts.canary().n()).isBetween(450L, 500L);
        assertThat(counts.stable().n()).isBetween(450L, 500L);
        assertThat(counts.canary().bad() + counts.stable().bad()).isLessThan(100);
    }

    @Test
    void units_for_whose_labels_there_is_no_memory_are_left_out_whatever_their_arm() {
        CanaryAnalysis analysis = small(new MetricSettings("accuracy", new MetricKind.Rate(WINDOW), Direction.DECREASE,
                limits(), Standing.ordinary()));
        for (int i = 0; i < 1_000; i++) {
            analysis.observe("u" + i, i % 2 == 0 ? Arm.CANARY : Arm.STABLE, "accuracy", 1, START);
        }
        MetricCounts counts = counts(analysis, START.plus(WINDOW));
        assertThat(counts.canary().n()).isEqualTo(counts.stable().n());
        assertThat(counts.canary().n() + counts.stable().n() + analysis.unitsLeftOut()).isEqualTo(1_000);
        assertThat(analysis.unitsLeftOut()).isPositive();
    }

    private static CanaryAnalysis small(MetricSettings metric) {
        CanaryAnalysis analysis = new CanaryAnalysis(
                CanarySettings.of(metric).with(Tuning.DEFAULT.with(new UnitMemory(16 << 10, 1_700))));
        analysis.beginStep(new StepStart(1, 5_000, START));
        return analysis;
    }

    private static void feedLabels(CanaryAnalysis analysis) {
        analysis.assign("ann", Arm.CANARY, START);
        analysis.observe("bob", Arm.STABLE, "accuracy", 1, START);
        analysis.observe("cid", Arm.CANARY, "accuracy", 1, START);
    }

    private List<Row> rows(int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int unit = random.nextInt(1500);
            rows.add(new Row("u" + unit, unit % 20 == 0 ? Arm.CANARY : Arm.STABLE, random.nextDouble() < 0.02 ? 1 : 0,
                    START.plusMillis(i)));
        }
        return rows;
    }

    private static void feed(CanaryAnalysis analysis, List<Row> rows) {
        rows.forEach(row -> analysis.observe(row.unit(), row.arm(), "error", row.value(), row.time()));
    }

    private static MetricCounts counts(CanaryAnalysis analysis, Instant time) {
        return analysis.closeLook(time).counts().metrics().get(0);
    }

    private static CanaryAnalysis errors() {
        return begun(MetricSettings.errorRate("error", limits()));
    }

    private static CanaryAnalysis accuracy() {
        return begun(new MetricSettings("accuracy", new MetricKind.Rate(WINDOW), Direction.DECREASE, limits(),
                Standing.ordinary()));
    }

    private static CanaryAnalysis begun(MetricSettings... metrics) {
        CanaryAnalysis analysis = new CanaryAnalysis(CanarySettings.of(metrics));
        analysis.beginStep(new StepStart(1, 500, START));
        return analysis;
    }

    private static Limits limits() {
        return new Limits(Boundary.ZERO, Optional.empty(), Optional.empty());
    }
}
