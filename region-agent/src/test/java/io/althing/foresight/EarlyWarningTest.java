package io.althing.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.canary.ArmCounts;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import io.althing.foresight.EarlyWarning.Level;
import io.althing.foresight.EarlyWarning.Settings;
import io.althing.registry.evidence.LogWealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EarlyWarningTest {
    private static final LogWealth BOUND = LogWealth.of(4.6);
    private static final Settings SETTINGS = new Settings(BOUND, 5, 40, 0.01, 3);

    private final Random random = new Random(2);

    @Test
    void untrained_it_says_how_many_rollouts_it_has_seen() {
        EarlyWarning warning = EarlyWarning.train(SETTINGS, List.of(trace(true)));
        assertThat(warning.assess(trace(true).prefix(3)).advice()).isEqualTo("not trained: 1 of 40 rollouts seen");
    }

    @Test
    void it_warns_of_a_rollout_that_goes_the_way_of_those_that_failed() {
        List<Trace> past = IntStream.range(0, 240).mapToObj(i -> trace(i % 2 == 0)).toList();
        EarlyWarning warning = EarlyWarning.train(SETTINGS, past);
        Trace failing = trace(true);
        EarlyWarning.Warning late = warning.assess(failing.prefix(failing.crossing(BOUND)));
        assertThat(late.level()).isEqualTo(Level.ACT);
        assertThat(late.factors()).hasSize(3);
        assertThat(late.horizonLooks()).isEqualTo(5);
        assertThat(warning.assess(trace(false).prefix(12)).level()).isEqualTo(Level.NORMAL);
    }

    @Test
    void calibrated_probabilities_rise_with_the_score() {
        List<Calibration.Seen> seen = IntStream.range(0, 400)
                .mapToObj(i -> new Calibration.Seen(i / 400.0, random.nextInt(400) < i)).toList();
        Calibration calibration = new Calibration(seen);
        for (double score = 0; score < 0.99; score += 0.01) {
            assertThat(calibration.probability(score + 0.01)).isGreaterThanOrEqualTo(calibration.probability(score));
        }
        assertThat(calibration.probability(0.9)).isBetween(0.75, 1.0);
    }

    /** Thirty looks; a failing canary's errors and evidence climb from some look on. */
    private Trace trace(boolean failing) {
        List<LookCounts> looks = new ArrayList<>();
        List<LogWealth> evidence = new ArrayList<>();
        int onset = 3 + random.nextInt(12);
        for (int i = 0; i < 30; i++) {
            int climb = failing ? Math.max(0, i - onset) : 0;
            looks.add(new LookCounts(i + 1, 1, 500, List.of(
                    new MetricCounts("error", ArmCounts.rate(100, random.nextInt(3) + climb),
                            ArmCounts.rate(1900, 15 + random.nextInt(10))))));
            evidence.add(LogWealth.of(0.5 * climb + 0.3 * random.nextGaussian()));
        }
        return new Trace(looks, evidence);
    }
}
