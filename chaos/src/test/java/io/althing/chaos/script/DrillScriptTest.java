package io.althing.chaos.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DrillScriptTest {
    private static DrillScript parse(String yaml) throws IOException {
        return DrillScript.parse("trial", "trial.yaml", yaml);
    }

    private static void refused(String yaml, String... words) {
        assertThatThrownBy(() -> parse(yaml)).isInstanceOf(UserError.class).hasMessageContainingAll(words);
    }

    @Test
    void every_script_that_comes_with_althing_can_be_read_and_asks_a_question() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("drills"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeGreaterThan(5);
            for (Path file : all) {
                assertThat(DrillScript.read(file).question()).as(file.toString()).endsWith("?");
            }
        }
    }

    @Test
    void what_is_left_out_has_a_default() throws IOException {
        DrillScript script = parse("""
                question: Does anything happen at all?
                duration: 2m
                timeline:
                  - {at: 30s, for: 500ms, fault: pause-leader}
                """);
        assertThat(script.nodes()).isEqualTo(3);
        assertThat(script.network()).isEqualTo("any");
        assertThat(script.load().rate()).isEqualTo(220);
        assertThat(script.duration()).isEqualTo(Duration.ofMinutes(2));
        assertThat(script.timeline().getFirst().lasts()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void a_shorter_run_leaves_out_what_does_not_fit() throws IOException {
        DrillScript script = parse("""
                question: Does anything happen at all?
                duration: 60s
                timeline:
                  - {at: 40s, for: 5s, fault: kill-leader}
                  - {at: 5s, for: 5s, fault: halves}
                """).lasting(Duration.ofSeconds(30));
        assertThat(script.timeline()).extracting(step -> step.fault().name()).containsExactly("halves");
    }

    @Test
    void a_fault_of_agents_needs_something_that_is_rolled_out() throws IOException {
        refused("{question: 'Is this one?', duration: 9s, timeline: [{at: 3s, for: 4s, fault: silent-agent}]}",
                "rollouts", "versions");
        DrillScript script = parse("""
                question: Does a silent region hold the others up?
                duration: 9s
                workload: {rollouts: {versions: [good, bad]}}
                timeline:
                  - {at: 3s, for: 4s, fault: silent-agent, with: {region: eu-west}}
                """);
        assertThat(script.load().rollouts()).hasValueSatisfying(rollouts -> {
            assertThat(rollouts.versions()).containsExactly("good", "bad");
            assertThat(rollouts.users()).isEqualTo(40);
        });
        refused("{question: 'Is this one?', duration: 9s, workload: {rollouts: {versions: [ugly]}}, timeline: []}",
                "/workload/rollouts/versions");
    }

    @Test
    void mistakes_are_named() {
        refused("question: [", "trial.yaml", "YAML");
        refused("timeline: []", "question", "duration");
        refused("{question: 'Is this one?', duration: 60, timeline: []}", "/duration");
        refused("{question: 'Is this one?', duration: 60s, nodes: 4, timeline: []}", "/nodes");
        refused("{question: 'Is this one?', duration: 60s, timelime: [], timeline: []}", "timelime");
        refused("{question: 'Is this one?', duration: 60s, timeline: [{at: 1s, for: 1s, fault: kill-cat}]}", "kill-cat",
                "kill-leader");
        refused("{question: 'Is this one?', duration: 6s, timeline: [{at: 3s, for: 4s, fault: halves}]}", "halves",
                "duration");
    }
}
