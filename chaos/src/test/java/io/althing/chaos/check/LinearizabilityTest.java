package io.althing.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.chaos.check.Verdict.Standing;
import io.althing.chaos.history.History;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinearizabilityTest {
    private static Standing of(Runs runs) {
        return Linearizability.bounded().check(runs.history()).standing();
    }

    @Test
    void a_read_during_two_writes_may_see_either() {
        assertThat(of(new Runs().write("x", 1, 0, 9).write("y", 2, 0, 9).read("x", 1, 1, 2).read("y", 2, 3, 4)))
                .isEqualTo(Standing.HELD);
    }

    @Test
    void a_read_that_misses_a_finished_write_is_caught() {
        Verdict verdict = Linearizability.bounded()
                .check(new Runs().write("x", 1, 0, 1).write("y", 2, 2, 3).read("x", 1, 4, 5).history());
        assertThat(verdict.standing()).isEqualTo(Standing.BROKEN);
        assertThat(verdict.findings().getFirst()).contains("register k", "saw 'x'");
    }

    @Test
    void a_value_that_comes_back_is_caught() {
        assertThat(of(new Runs().write("x", 1, 0, 9).write("y", 2, 0, 9).read("x", 1, 1, 2).read("y", 2, 3, 4)
                .read("x", 1, 5, 6))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_read_of_nothing_after_a_write_is_caught() {
        assertThat(of(new Runs().write("x", 1, 0, 1).read("", 0, 2, 3))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_value_never_written_is_caught() {
        assertThat(of(new Runs().write("x", 1, 0, 1).read("z", 1, 2, 3))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_lost_write_may_take_effect_late_or_never() {
        assertThat(of(new Runs().lost("x", 0).read("", 0, 1, 2).read("x", 7, 3, 4))).isEqualTo(Standing.HELD);
        assertThat(of(new Runs().lost("x", 0).read("", 0, 1, 2))).isEqualTo(Standing.HELD);
    }

    @Test
    void a_lost_write_takes_effect_once() {
        assertThat(of(new Runs().lost("x", 0).read("x", 7, 1, 2).write("y", 8, 3, 4).read("x", 7, 5, 6)))
                .isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_failed_write_that_was_seen_is_caught() {
        assertThat(of(new Runs().failed("x", 0).read("x", 7, 3, 4))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_swap_on_an_old_revision_is_caught() {
        assertThat(of(new Runs().write("x", 1, 0, 1).write("y", 2, 2, 3).swap(1, "z", 3, 4, 5)))
                .isEqualTo(Standing.BROKEN);
        assertThat(of(new Runs().write("x", 1, 0, 1).swap(1, "z", 3, 4, 5).read("z", 3, 6, 7)))
                .isEqualTo(Standing.HELD);
    }

    @Test
    void two_swaps_on_one_revision_cannot_both_win() {
        assertThat(of(new Runs().write("x", 1, 0, 1).swap(1, "y", 2, 2, 9).swap(1, "z", 3, 2, 9)))
                .isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_refusal_must_name_a_revision_that_was_there() {
        assertThat(of(new Runs().write("x", 1, 0, 1).write("y", 2, 2, 3).stale(1, 2, 4, 5))).isEqualTo(Standing.HELD);
        assertThat(of(new Runs().write("x", 1, 0, 1).stale(1, 1, 2, 3))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_search_that_gives_up_is_no_pass() {
        Runs runs = new Runs();
        for (int i = 0; i < 12; i++) {
            runs.lost("v" + i, 0);
        }
        History history = runs.write("w", 90, 0, 1).read("x", 91, 2, 3).history();
        Verdict verdict = new Linearizability(500).check(history);
        assertThat(verdict.standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(verdict.passes()).isFalse();
    }

    @Test
    void registers_are_judged_apart() {
        assertThat(of(new Runs().write("x", 1, 0, 1).read("x", 1, 2, 3)
                .and(new io.althing.chaos.history.Operation("other", "a", "k2",
                        io.althing.chaos.history.Operation.Kind.READ, "", -1, 4, 5,
                        new io.althing.chaos.history.Operation.Result(
                                io.althing.chaos.history.Operation.Outcome.OK, "", 0, -1, -1)))))
                .isEqualTo(Standing.HELD);
    }
}
