package io.althing.chaos.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.chaos.check.Verdict;
import io.althing.chaos.check.Verdict.Standing;
import io.althing.chaos.drill.Scratch;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** One minute of {@code althing drill run short}, on whatever network this machine allows. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ShortDrillTest {
    /** A bound on time is nothing to fail a test by on a machine that does other things too; it is told all the same. */
    private static final Set<String> TIMED = Set.of("recovery");

    @Test
    void every_promise_is_kept_through_a_cut_a_pause_resets_and_a_kill(
            @TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        DrillScript script = DrillScript.read(Path.of("drills/short.yaml"));
        DrillReport report = new Runner(directory, Path.of(".."), 7, "any", System.out::println).run(script);
        System.out.print(report.text());
        assertThat(report.verdicts()).filteredOn(v -> !TIMED.contains(v.check())).allMatch(Verdict::passes,
                report.text());
        assertThat(report.verdicts()).filteredOn(v -> v.check().equals("linearizable")).extracting(Verdict::standing)
                .containsExactly(Standing.HELD);
        Scratch.delete(directory);
    }
}
