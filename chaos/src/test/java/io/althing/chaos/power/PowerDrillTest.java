package io.althing.chaos.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ships loses nothing it said it keeps. With a bug planted: {@code MutantsTest}. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PowerDrillTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"log", "journal", "cosigner", "fence"})
    void nothing_that_was_said_to_be_kept_is_lost(String work) throws Exception {
        assumeThat(PowerDrill.possible()).as("needs strace").isTrue();
        assertThat(new PowerDrill(work, List.of()).run(directory, 1)).isEmpty();
    }
}
