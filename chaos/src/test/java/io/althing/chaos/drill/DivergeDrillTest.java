package io.althing.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DivergeDrillTest {
    @Test
    void a_replica_that_diverged_fences_itself_and_without_a_majority_nobody_promotes(
            @TempDir(cleanup = CleanupMode.NEVER) Path home) throws IOException, InterruptedException {
        try (LoopbackCluster cluster = LoopbackCluster.started(home, LoopbackCluster.QUICK_TO_START)) {
            Drill.Outcome outcome = new DivergeDrill().on(cluster,
                    new Drill.Setting(home, 0, Duration.ZERO, line -> {}));
            assertThat(outcome.held()).as(String.join("; ", outcome.findings())).isTrue();
            assertThat(outcome.findings()).hasSize(3);
        }
        Scratch.delete(home);
    }
}
