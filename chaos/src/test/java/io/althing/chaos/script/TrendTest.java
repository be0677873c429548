package io.althing.chaos.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TrendTest {
    private final List<Usage> samples = new ArrayList<>();

    private void life(int number, double born, DoubleUnaryOperator threads) {
        for (double age = 0; age <= 600; age += 5) {
            samples.add(new Usage("a", number, born + age, 0, (long) threads.applyAsDouble(age), 0, 0));
        }
    }

    @Test
    void what_grows_while_processes_live_is_not_flat() {
        life(1, 0, age -> 100 + age / 10);
        life(2, 700, age -> 50 + age / 10);
        Trend trend = Trend.of(samples, Usage::threads);
        assertThat(trend.perHour()).isCloseTo(360, within(1.0));
        assertThat(trend.flat()).isFalse();
    }

    @Test
    void a_process_that_is_larger_than_the_one_before_is_no_growth() {
        life(1, 0, age -> 50);
        life(2, 700, age -> 100);
        assertThat(Trend.of(samples, Usage::threads).perHour()).isCloseTo(0, within(1e-9));
        assertThat(Trend.of(samples, Usage::threads).flat()).isTrue();
    }

    @Test
    void growth_in_the_first_minute_of_a_process_does_not_count() {
        life(1, 0, age -> Math.min(60, age));
        assertThat(Trend.of(samples, Usage::threads).flat()).isTrue();
    }

    @Test
    void without_samples_nothing_is_flat() {
        assertThat(Trend.of(samples, Usage::threads).flat()).isFalse();
    }
}
