package io.althing.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReferenceDriftTest {
    private static final double TWENTY = Math.log(20);

    private final SplittableRandom random = new SplittableRandom(11);

    private ReferenceDrift trained(int values) {
        return new ReferenceDrift(
                ReferenceSketch.of("score", DoubleStream.generate(random::nextGaussian).limit(values).toArray()));
    }

    /** Live values until the evidence reaches twenty to one, read after every tenth; or the most. */
    private static int until(ReferenceDrift drift, DoubleSupplier value, int most) {
        for (int n = 1; n <= most; n++) {
            drift.observe(value.getAsDouble());
            if (n % 10 == 0 && drift.evidence().toDouble() >= TWENTY) {
                return n;
            }
        }
        return most + 1;
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 300, 3000})
    void without_drift_it_seldom_cries_wolf_however_small_the_training_set(int training) {
        int streams = 400;
        int alarms = 0;
        for (int s = 0; s < streams; s++) {
            alarms += until(trained(training), random::nextGaussian, 1500) <= 1500 ? 1 : 0;
        }
        assertThat(alarms / (double) streams).isLessThan(0.05);
    }

    @Test
    void a_fifth_of_a_standard_deviation_is_found_in_some_hundreds_of_values() {
        double sum = 0;
        for (int s = 0; s < 40; s++) {
            sum += until(trained(20_000), () -> random.nextGaussian() + 0.2, 10_000);
        }
        assertThat(sum / 40).isBetween(200.0, 1_200.0);
    }

    @Test
    void a_change_of_spread_is_found_too() {
        double sum = 0;
        for (int s = 0; s < 40; s++) {
            sum += until(trained(20_000), () -> random.nextGaussian() * 1.3, 10_000);
        }
        assertThat(sum / 40).isLessThan(700);
    }

    @Test
    void a_feature_that_was_constant_and_no_longer_is_is_found_either_way() {
        double[] zeros = new double[1_000];
        assertThat(until(new ReferenceDrift(ReferenceSketch.of("pixel", zeros)), () -> 0.0, 2_000))
                .isGreaterThan(2_000);
        assertThat(until(new ReferenceDrift(ReferenceSketch.of("pixel", zeros)), () -> 1.0, 100)).isLessThan(30);
        assertThat(until(new ReferenceDrift(ReferenceSketch.of("pixel", zeros)), () -> -1.0, 100)).isLessThan(30);
    }

    @Test
    void distances_are_near_nothing_without_drift_and_grow_with_it() {
        ReferenceDrift same = trained(20_000);
        ReferenceDrift moved = trained(20_000);
        for (int i = 0; i < 20_000; i++) {
            same.observe(random.nextGaussian());
            moved.observe(random.nextGaussian() + 0.5);
        }
        assertThat(same.distance().psi()).isLessThan(0.01);
        assertThat(same.distance().ks()).isLessThan(0.03);
        assertThat(moved.distance().psi()).isBetween(0.15, 0.4);
        assertThat(moved.distance().ks()).isBetween(0.15, 0.22);
    }

    @Test
    void evidence_beyond_all_measure_stays_finite() {
        ReferenceDrift drift = trained(100_000);
        for (int i = 0; i < 200_000; i++) {
            drift.observe(50);
        }
        assertThat(drift.evidence().toDouble()).isFinite().isGreaterThan(1e5);
    }

    @Test
    void a_saved_state_goes_on_with_the_same_bits() throws IOException {
        ReferenceDrift drift = trained(500);
        DoubleStream.generate(random::nextGaussian).limit(300).forEach(drift::observe);
        drift.evidence();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        drift.save(new DataOutputStream(bytes));
        ReferenceDrift again = new ReferenceDrift(drift.reference());
        again.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        drift.observe(0.3);
        again.observe(0.3);
        assertThat(again.evidence()).isEqualTo(drift.evidence());
        assertThat(again.peak()).isEqualTo(drift.peak());
        assertThat(bytes.size()).isLessThan(200);
    }

    @Test
    void mistakes_are_named_with_their_remedy() {
        assertThatThrownBy(() -> ReferenceSketch.of("age", new double[]{1, 2})).hasMessageContaining("at least 20");
        assertThatThrownBy(() -> trained(100).observe(Double.NaN)).hasMessageContaining("score")
                .hasMessageContaining("not a number");
        ReferenceSketch sketch = trained(100).reference();
        assertThatThrownBy(() -> ReferenceProfile.of(List.of(sketch, sketch))).hasMessageContaining("twice");
    }
}
