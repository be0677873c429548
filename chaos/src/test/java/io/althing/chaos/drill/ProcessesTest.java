package io.althing.chaos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.chaos.drill.Processes.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_child_that_ends_gives_its_exit_code_and_output(@TempDir Path home) throws Exception {
        try (Processes processes = new Processes()) {
            Running child = processes.start("child", home.resolve("log"), List.of("sh", "-c", "echo said; exit 3"));
            assertThat(child.exitCode(PATIENCE)).hasValue(3);
            assertThat(child.output()).isEqualTo("said\n");
        }
    }

    @Test
    void closing_leaves_no_child(@TempDir Path home) throws Exception {
        Running child;
        try (Processes processes = new Processes()) {
            child = processes.start("child", home.resolve("log"), List.of("sleep", "600"));
            assertThat(child.alive()).isTrue();
        }
        assertThat(child.alive()).isFalse();
    }

    @Test
    void what_refuses_to_stop_is_killed(@TempDir Path home) throws Exception {
        try (Processes processes = new Processes()) {
            Running child = processes.start("deaf", home.resolve("log"),
                    List.of("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"));
            Waiting.until("the child ignores SIGTERM", PATIENCE, () -> said(child, "deaf"));
            child.stop(Duration.ofMillis(300));
            assertThat(child.alive()).isFalse();
        }
    }

    private static boolean said(Running child, String word) {
        try {
            return child.output().contains(word);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
