package io.althing.chaos.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.althing.chaos.power.PowerDrill;
import io.althing.chaos.sim.Quiet;
import io.althing.chaos.single.OrdersDrill;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MutantsTest {
    @BeforeAll
    static void quiet() {
        Quiet.logs();
    }

    private static Mutant named(String name) {
        return Mutants.all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void every_bug_can_be_planted_and_has_a_name_of_its_own() throws Exception {
        for (Mutant mutant : Mutants.all()) {
            var loader = new MutantLoader(getClass().getClassLoader(), Optional.of(mutant));
            Class<?> changed = loader.loadClass(mutant.type());
            assertThat(loader.planted()).isTrue();
            assertThat(changed.getClassLoader()).isSameAs(loader);
        }
        assertThat(Mutants.all()).extracting(Mutant::name).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forgets-requests", "skips-pauses", "applies-with-its-own-clock", "routes-by-old-orders"})
    void a_planted_bug_is_caught(String name) {
        assertThat(Hunt.of(named(name), true, 1, 120_000).caught()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acts-before-it-is-journalled", "cosigns-before-fsync"})
    void a_loss_of_power_shows_what_was_not_synced(String name) {
        assumeThat(PowerDrill.possible()).as("needs strace").isTrue();
        assertThat(Hunt.of(named(name), true, 1, 0).caught()).isPresent();
    }

    @Test
    void a_fence_as_it_is_shipped_takes_nothing_forward_by_an_older_order() {
        for (long seed = 1; seed <= 2_000; seed++) {
            assertThat(OrdersDrill.run(seed)).isEmpty();
        }
    }

    @Test
    void a_kept_table_knows_what_was_caught(@TempDir Path directory) throws Exception {
        Optional<Path> file = Optional.of(directory.resolve("mutants.md"));
        Mutant one = named("tallies-twice");
        Mutant other = named("skips-pauses");
        HuntTable table = HuntTable.in(file, Mutants.all());
        table.add(new Hunt(one, 1, 2, Optional.of(new Hunt.Catch(3, "promise", "what"))), Mutants.all());
        table.add(new Hunt(other, 1, 2, Optional.empty()), Mutants.all());
        HuntTable later = HuntTable.in(file, Mutants.all());
        assertThat(later.caught(one)).isTrue();
        assertThat(later.caught(other)).isFalse();
    }

    @Test
    void where_nothing_is_planted_nothing_is_caught() {
        assertThat(Hunt.of(named("forgets-requests"), false, 1, 1_000).caught()).isEmpty();
    }
}
