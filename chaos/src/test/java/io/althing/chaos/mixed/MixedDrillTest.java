package io.althing.chaos.mixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.chaos.drill.Drill;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MixedDrillTest {
    @Test
    void an_edit_whose_place_is_not_there_once_is_refused() throws Exception {
        Edits edits = Edits.parse("a remark\n@@ A.java\n-one\n+two\n+three\n");
        assertThat(edits.files()).containsExactly("A.java");
        assertThat(edits.edited("A.java", "zero\none\n")).isEqualTo("zero\ntwo\nthree\n");
        assertThatThrownBy(() -> edits.edited("A.java", "zero\n")).hasMessageContaining("A.java");
        assertThatThrownBy(() -> edits.edited("A.java", "one\none\n")).hasMessageContaining("once");
    }

    @Test
    void a_new_command_waits_for_every_node_and_halts_the_one_that_does_not_know_it(@TempDir Path home)
            throws Exception {
        Drill.Outcome outcome = new MixedDrill(40)
                .run(new Drill.Setting(home, 0, Duration.ZERO, line -> {}));
        assertThat(outcome.held()).as(String.join("; ", outcome.findings())).isTrue();
    }
}
