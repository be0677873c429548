package io.althing.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.canary.Tuning.Onset;
import io.althing.canary.Tuning.RateBet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MetamorphicTest {

    private final Random random = new Random(5);

    @Test
    void one_more_canary_error_never_lowers_the_strict_evidence() {
        for (int trial = 0; trial < 500; trial++) {
            int canary = 1 + random.nextInt(200);
            int stable = 1 + random.nextInt(3000);
            int canaryBad = random.nextInt(canary);
            int stableBad = random.nextInt(stable + 1);
            double fewer = strict(canary, canaryBad, stable, stableBad);
            double more = strict(canary, canaryBad + 1, stable, stableBad);
            assertThat(more).isGreaterThanOrEqualTo(fewer - 1e-9);
        }
    }

    @Test
    void evidence_of_a_prefix_does_not_depend_on_what_follows() {
        List<LookCounts> looks = IntStream.rangeClosed(1, 12).mapToObj(this::look).toList();
        CanarySettings settings = settings(Tuning.DEFAULT);
        List<Evidence> whole = EvidenceReplay.replay(settings, List.of(), looks).stream().map(Look::evidence).toList();
        List<Evidence> prefix = EvidenceReplay.replay(settings, List.of(), looks.subList(0, 5)).stream()
                .map(Look::evidence).toList();
        assertThat(whole.subList(0, 5)).isEqualTo(prefix);
    }

    @Test
    void splitting_a_batch_inside_a_look_changes_nothing_at_its_end() {
        CanaryAnalysis one = begun(settings(Tuning.DEFAULT));
        CanaryAnalysis other = begun(settings(Tuning.DEFAULT));
        one.record(Arm.CANARY, "error", 3, 100);
        one.record(Arm.STABLE, "error", 19, 1900);
        for (int i = 0; i < 1900; i++) {
            other.record(Arm.STABLE, "error", i % 100 == 0 ? 1 : 0, 1);
            if (i < 100) {
                other.record(Arm.CANARY, "error", i < 3 ? 1 : 0, 1);
            }
        }
        assertThat(other.closeLook(Instant.EPOCH)).isEqualTo(one.closeLook(Instant.EPOCH));
    }

    private LookCounts look(int index) {
        return new LookCounts(index, 1, 500,
                List.of(new MetricCounts("error", ArmCounts.rate(100, random.nextInt(4)),
                        ArmCounts.rate(1900, random.nextInt(40)))));
    }

    private static double strict(int canary, int canaryBad, int stable, int stableBad) {
        CanaryAnalysis analysis = begun(settings(new Tuning(RateBet.CMH, Onset.AT_ONCE)));
        analysis.history("error", ArmCounts.rate(2000, 20));
        analysis.record(Arm.CANARY, "error", canaryBad, canary);
        analysis.record(Arm.STABLE, "error", stableBad, stable);
        return analysis.closeLook(Instant.EPOCH).evidence().rollback().toDouble();
    }

    private static CanaryAnalysis begun(CanarySettings settings) {
        CanaryAnalysis analysis = new CanaryAnalysis(settings);
        analysis.beginStep(new StepStart(1, 500, Instant.EPOCH));
        return analysis;
    }

    private static CanarySettings settings(Tuning tuning) {
        return CanarySettings
                .of(MetricSettings.errorRate("error", new Limits(Boundary.ZERO, Optional.empty(), Optional.empty())))
                .with(tuning);
    }
}
