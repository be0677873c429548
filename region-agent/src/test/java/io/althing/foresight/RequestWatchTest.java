package io.althing.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.canary.Arm;
import io.althing.canary.ArmCounts;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import io.althing.canary.ReferenceProfile;
import io.althing.canary.ReferenceSketch;
import io.althing.codec.RecordJson;
import io.althing.serving.Measures;
import io.althing.telemetry.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RequestWatchTest {
    private static final double ALARM = Math.log(100);

    private final Random random = new Random(17);
    private final RecordJson json = new RecordJson();

    /** How far the canary's first feature, its correlation and its score are from stable's. */
    private record Shift(double feature, boolean torn, double score) {}

    @Test
    void requests_like_those_of_training_and_of_stable_raise_nothing() {
        assertThat(evidence(new Shift(0, false, 0)).values()).allMatch(log -> log < ALARM);
    }

    @Test
    void a_feature_that_left_its_training_is_named() {
        assertThat(evidence(new Shift(1, false, 0))).hasEntrySatisfying("training: x[0]",
                log -> assertThat(log).isGreaterThan(ALARM));
    }

    @Test
    void a_canary_that_scores_otherwise_is_noticed() {
        assertThat(evidence(new Shift(0, false, 0.15))).hasEntrySatisfying("score",
                log -> assertThat(log).isGreaterThan(ALARM));
    }

    @Test
    void features_torn_apart_are_noticed_though_each_alone_looks_as_ever() {
        Map<String, Double> evidence = evidence(new Shift(0, true, 0));
        assertThat(evidence).hasEntrySatisfying("anomaly", log -> assertThat(log).isGreaterThan(ALARM));
        assertThat(evidence.get("training: x[0]")).isLessThan(ALARM);
    }

    @Test
    void a_unit_counts_once_however_often_it_comes() {
        RequestWatch watch = new RequestWatch(Optional.empty(), 1, Instant.EPOCH);
        Sighting sighting = sighting("ann", Arm.CANARY, new Shift(0, false, 0));
        watch.look(List.of(sighting, sighting), Instant.EPOCH);
        watch.look(List.of(sighting), Instant.EPOCH);
        assertThat(watch.units()).isEqualTo(1);
    }

    @Test
    void restored_from_a_snapshot_it_goes_on_to_the_same_bits() {
        ReferenceProfile profile = profile();
        RequestWatch whole = new RequestWatch(Optional.of(profile), 1, Instant.EPOCH);
        RequestWatch stopped = new RequestWatch(Optional.of(profile), 1, Instant.EPOCH);
        for (int look = 0; look < 8; look++) {
            List<Sighting> seen = look(look, new Shift(0.5, true, 0.1));
            Instant at = Instant.EPOCH.plusSeconds(look);
            whole.look(seen, at);
            stopped.look(seen, at);
            stopped = RequestWatch.restore(json, stopped.snapshot(json));
            assertThat(stopped.findings(5)).isEqualTo(whole.findings(5));
            assertThat(stopped.snapshot(json)).isEqualTo(whole.snapshot(json));
        }
        assertThat(stopped.units()).isEqualTo(whole.units()).isPositive();
        assertThat(stopped.findings(5)).anyMatch(finding -> finding.quantity().equals("anomaly")
                && finding.logEvidence() > 0);
    }

    @Test
    void what_it_remembers_is_bounded_however_many_units_come_and_however_long_their_rows_are() {
        RequestWatch watch = new RequestWatch(Optional.empty(), 1, Instant.EPOCH);
        for (int look = 0; look < 6; look++) {
            List<Sighting> seen = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                List<Double> row = random.doubles(256).boxed().toList();
                seen.add(new Sighting(look + "/" + i, i % 3 == 0 ? Arm.CANARY : Arm.STABLE,
                        new Measures.Sight("x", row, OptionalDouble.of(random.nextDouble()))));
            }
            watch.look(seen, Instant.EPOCH.plusSeconds(look));
        }
        assertThat(watch.snapshot(json)).hasSizeLessThan(384 << 10);
    }

    @Test
    void a_damaged_snapshot_is_refused() {
        assertThatThrownBy(() -> RequestWatch.restore(json, new byte[]{1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("damaged");
    }

    @Test
    void a_look_whose_arms_differ_as_never_before_ranks_first_and_a_storm_in_both_does_not() {
        LookForest forest = new LookForest(1);
        for (int look = 1; look <= 80; look++) {
            forest.look(look(look, 1 + random.nextInt(3), 19 + random.nextInt(9)));
        }
        LookForest.Rank storm = forest.look(look(81, 15, 285));
        assertThat(storm.share()).isGreaterThan(0.05);
        assertThat(forest.look(look(82, 30, 22)).share()).isLessThan(0.05);
    }

    private static LookCounts look(int index, int canaryBad, int stableBad) {
        return new LookCounts(index, 1, 500,
                List.of(new MetricCounts("error_rate", ArmCounts.rate(100, canaryBad),
                        ArmCounts.rate(1900, stableBad))));
    }

    private ReferenceProfile profile() {
        double[] first = random.doubles(2_000).map(u -> 0).toArray();
        for (int i = 0; i < first.length; i++) {
            first[i] = random.nextGaussian();
        }
        return ReferenceProfile.of(List.of(ReferenceSketch.of("x[0]", first)));
    }

    private List<Sighting> look(int look, Shift shift) {
        List<Sighting> seen = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            boolean canary = i % 3 == 0;
            seen.add(sighting(look + "/" + i, canary ? Arm.CANARY : Arm.STABLE,
                    canary ? shift : new Shift(0, false, 0)));
        }
        return seen;
    }

    private Map<String, Double> evidence(Shift shift) {
        RequestWatch watch = new RequestWatch(Optional.of(profile()), 1, Instant.EPOCH);
        for (int look = 0; look < 12; look++) {
            watch.look(look(look, shift), Instant.EPOCH.plusSeconds(look));
        }
        return watch.findings(5).stream()
                .collect(Collectors.toMap(RequestWatch.Finding::quantity, RequestWatch.Finding::logEvidence));
    }

    /** Two features that go together, unless torn. */
    private Sighting sighting(String unit, Arm arm, Shift shift) {
        double common = random.nextGaussian();
        double second = shift.torn() ? random.nextGaussian() : common + 0.05 * random.nextGaussian();
        double score = Math.min(1, Math.max(0, 0.5 + shift.score() + 0.15 * random.nextGaussian()));
        return new Sighting(unit, arm, new Measures.Sight("x", List.of(common + shift.feature(), second),
                OptionalDouble.of(score)));
    }
}
