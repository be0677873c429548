package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LogDiffTest {
    private static LogDiff.Side side(MemoryTree tree) throws IOException {
        return new LogDiff.Side(tree.files(), tree.checkpoint());
    }

    private static MemoryTree forkedAt(long entry, long size) {
        return MemoryTree.of(size, i -> Vectors.largeEntry(i == entry ? -1 : i));
    }

    @Test
    void equal_logs_and_a_longer_one_agree() throws IOException {
        assertThat(LogDiff.compare(side(MemoryTree.large(1000)), side(MemoryTree.large(1000))))
                .isEqualTo(new LogDiff.Outcome.Agree(1000));
        assertThat(LogDiff.compare(side(MemoryTree.large(1000)), side(MemoryTree.large(700))))
                .isEqualTo(new LogDiff.Outcome.Agree(700));
        assertThat(LogDiff.compare(side(MemoryTree.large(0)), side(MemoryTree.large(700))))
                .isEqualTo(new LogDiff.Outcome.Agree(0));
    }

    @Test
    void the_first_differing_entry_is_found_wherever_it_is() throws IOException {
        for (long entry : new long[]{0, 1, 255, 256, 600, 768, 998, 999}) {
            assertThat(LogDiff.compare(side(MemoryTree.large(1000)), side(forkedAt(entry, 1000))))
                    .isEqualTo(new LogDiff.Outcome.Differ(entry));
        }
        assertThat(LogDiff.compare(side(MemoryTree.large(900)), side(forkedAt(600, 1000))))
                .isEqualTo(new LogDiff.Outcome.Differ(600));
    }

    @Test
    void a_log_whose_tiles_do_not_lead_to_its_checkpoint_is_not_compared() throws IOException {
        LogDiff.Side damaged = new LogDiff.Side(MemoryTree.large(1000).files().flip("tile/1/000.p/3", 0, 1),
                MemoryTree.large(1000).checkpoint());
        assertThat(LogDiff.compare(side(MemoryTree.large(1000)), damaged)).isEqualTo(
                new LogDiff.Outcome.Unusable("the tiles of the second log do not lead to its checkpoint"));
    }
}
