package io.althing.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AnomalyWitnessTest {
    @Test
    void a_point_off_the_common_line_scores_higher_than_one_on_it() {
        AnomalyWitness witness = trained();
        assertThat(witness.score(new double[]{2, -2})).isGreaterThan(1.3 * witness.score(new double[]{1, 1}));
    }

    @Test
    void requests_of_an_open_look_do_not_change_its_scores() {
        AnomalyWitness witness = trained();
        double before = witness.score(new double[]{2, -2});
        for (int i = 0; i < 100; i++) {
            witness.stable(new double[]{2, -2});
        }
        assertThat(witness.score(new double[]{2, -2})).isEqualTo(before);
        witness.closeLook();
        assertThat(witness.score(new double[]{2, -2})).isLessThan(before);
    }

    @Test
    void an_untrained_forest_says_so() {
        AnomalyWitness witness = new AnomalyWitness(2, 1);
        assertThat(witness.ready()).isFalse();
        assertThat(witness.score(new double[]{1, 1})).isZero();
        assertThatThrownBy(() -> witness.score(new double[]{1})).hasMessageContaining("2 features, got 1");
    }

    private static AnomalyWitness trained() {
        Random random = new Random(9);
        AnomalyWitness witness = new AnomalyWitness(2, 1);
        for (int look = 0; look < 4; look++) {
            for (int i = 0; i < 120; i++) {
                double x = random.nextGaussian();
                witness.stable(new double[]{x, 0.9 * x + 0.2 * random.nextGaussian()});
            }
            witness.closeLook();
        }
        return witness;
    }
}
