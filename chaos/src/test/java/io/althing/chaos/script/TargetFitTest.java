package io.althing.chaos.script;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TargetFitTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeTheToken() throws IOException {
        Files.writeString(directory.resolve("admin.token"), "secret\n");
    }

    private Path config(String more) throws IOException {
        return Files.writeString(directory.resolve("cluster.yaml"), """
                nodes:
                  eu-west-1: {region: eu-west, api: "http://127.0.0.1:1"}
                tokenFile: admin.token
                """ + more);
    }

    private static DrillScript drill(String fault) throws IOException {
        return DrillScript.parse("d", "d.yaml", """
                question: Does this belong on somebody's own cluster?
                duration: 10s
                timeline:
                  - {at: 1s, for: 2s, fault: %s}
                """.formatted(fault));
    }

    @Test
    void what_hurts_is_refused_unless_it_is_asked_for() throws IOException {
        Path file = config("");
        assertThatThrownBy(() -> TargetFit.arena(file, drill("kill-leader"), false)).isInstanceOf(UserError.class)
                .hasMessageContaining("kill-leader").hasMessageContaining("--dangerous");
    }

    @Test
    void what_needs_the_drills_own_nodes_is_refused_always() throws IOException {
        Path file = config("");
        assertThatThrownBy(() -> TargetFit.arena(file, drill("bit-rot"), true)).isInstanceOf(UserError.class)
                .hasMessageContaining("bit-rot").hasMessageContaining("itself started");
    }

    @Test
    void a_cluster_that_is_not_well_is_left_alone() throws IOException {
        Path file = config("");
        assertThatThrownBy(() -> TargetFit.arena(file, drill("leadership-storm"), false))
                .isInstanceOf(UserError.class).hasMessageContaining("eu-west-1 does not answer");
    }

    @Test
    void a_command_nobody_knows_is_named_with_those_there_are() throws IOException {
        Path file = config("commands: {explode: 'true'}\n");
        assertThatThrownBy(() -> TargetFit.arena(file, drill("leadership-storm"), false))
                .isInstanceOf(UserError.class).hasMessageContaining("explode").hasMessageContaining("kill");
    }

    @Test
    void a_node_without_an_address_is_named() throws IOException {
        Path file = Files.writeString(directory.resolve("cluster.yaml"),
                "nodes:\n  a: {region: eu-west}\ntokenFile: admin.token\n");
        assertThatThrownBy(() -> TargetFit.arena(file, drill("leadership-storm"), false))
                .isInstanceOf(UserError.class).hasMessageContaining("a.api");
    }
}
