package io.althing.chaos.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SimulationTest {
    private static final int LIVES = Integer.getInteger("simulation.lives", 1_000);
    /** Of the processor: a slow machine lives fewer lives. */
    private static final long MOST_NANOS = 100_000_000_000L;

    @BeforeAll
    static void quiet() {
        Quiet.logs();
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void a_seed_is_one_life() {
        for (long seed = 1; seed <= 10; seed++) {
            Simulator.Run first = new Simulator().run(seed);
            Simulator.Run second = new Simulator().run(seed);
            assertThat(second.life()).isEqualTo(first.life());
            assertThat(second.steps()).isEqualTo(first.steps());
        }
    }

    @Test
    void another_seed_is_another_life() {
        var simulator = new Simulator();
        assertThat(LongStream.rangeClosed(1, 20).mapToObj(seed -> simulator.run(seed).life().fingerprint()))
                .doesNotHaveDuplicates();
    }

    @Test
    void the_first_lives_keep_every_promise() {
        keepEveryPromise(1);
    }

    /** One fresh life in some thousands still breaks a promise (open finds in chaos/README.md): a search for nights, not a test for every run. */
    @Test
    @Tag("long")
    void lives_of_fresh_seeds_keep_every_promise() {
        keepEveryPromise(new SecureRandom().nextLong() >>> 16);
    }

    private static void keepEveryPromise(long first) {
        var simulator = new Simulator();
        long end = cpu() + MOST_NANOS;
        for (long seed = first; seed < first + LIVES && cpu() < end; seed++) {
            Simulator.Run run = simulator.run(seed);
            assertThat(run.life().breach()).as(() -> simulator.shrink(run, 100).report()).isEmpty();
        }
    }

    @Test
    void fewer_steps_make_another_life_of_the_same_cluster() {
        var simulator = new Simulator();
        Simulator.Run whole = simulator.run(7);
        Simulator.Run bare = simulator.run(7, whole.variety(), List.of());
        assertThat(bare.life().fingerprint()).isNotEqualTo(whole.life().fingerprint());
    }
}
