package io.althing.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.chaos.check.Verdict.Standing;
import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.Operation.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JudgeTest {
    private static final long SECOND = 1_000_000_000;

    private static Standing of(String check, Runs runs) {
        return Judge.judge(runs.history()).stream().filter(v -> v.check().equals(check)).findFirst().orElseThrow()
                .standing();
    }

    @Test
    void an_acknowledged_write_must_be_in_the_log_once_where_it_said() {
        assertThat(of("exactly-once", new Runs().write("x", 5, 0, 1).logged("r0", 5, "x"))).isEqualTo(Standing.HELD);
        assertThat(of("exactly-once", new Runs().write("x", 5, 0, 1).logged("else", 5, "x")))
                .isEqualTo(Standing.BROKEN);
        assertThat(of("exactly-once", new Runs().write("x", 5, 0, 1).logged("r0", 5, "x").logged("r0", 6, "x")))
                .isEqualTo(Standing.BROKEN);
        assertThat(of("exactly-once", new Runs().write("x", 5, 0, 1).logged("r0", 6, "x")))
                .isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_write_that_surely_failed_must_not_be_in_the_log() {
        assertThat(of("exactly-once", new Runs().failed("x", 0).logged("r0", 5, "x"))).isEqualTo(Standing.BROKEN);
        assertThat(of("exactly-once", new Runs().lost("x", 0).logged("r0", 5, "x"))).isEqualTo(Standing.HELD);
        assertThat(of("exactly-once", new Runs().lost("x", 0).logged("r0", 5, "x").logged("r0", 7, "x")))
                .isEqualTo(Standing.BROKEN);
    }

    @Test
    void what_begins_after_an_answer_has_a_greater_index() {
        assertThat(of("index-order", new Runs().write("x", 5, 0, 1).write("y", 6, 2, 3))).isEqualTo(Standing.HELD);
        assertThat(of("index-order", new Runs().write("x", 6, 0, 1).write("y", 5, 2, 3))).isEqualTo(Standing.BROKEN);
        assertThat(of("index-order", new Runs().write("x", 6, 0, 4).write("y", 5, 2, 3))).isEqualTo(Standing.HELD);
    }

    @Test
    void a_local_read_may_be_old_but_must_be_whole() {
        Runs log = new Runs().logged("a", 5, "x").logged("b", 8, "y");
        assertThat(of("local-reads", log.readAt(Kind.LOCAL_READ, "x", 5, 7))).isEqualTo(Standing.HELD);
        assertThat(of("local-reads", log.readAt(Kind.LOCAL_READ, "x", 5, 8))).isEqualTo(Standing.BROKEN);
        assertThat(of("local-reads", new Runs().logged("a", 5, "x").readAt(Kind.LOCAL_READ, "y", 6, 6)))
                .isEqualTo(Standing.BROKEN);
        assertThat(of("local-reads", new Runs().logged("a", 5, "x").readAt(Kind.LOCAL_READ, "", 0, 4)))
                .isEqualTo(Standing.HELD);
    }

    @Test
    void a_term_has_one_leader_and_terms_do_not_fall() {
        assertThat(of("one-leader-a-term", new Runs().and(sample("a", 1, true, 3)).and(sample("b", 1, true, 4))))
                .isEqualTo(Standing.HELD);
        assertThat(of("one-leader-a-term", new Runs().and(sample("a", 1, true, 3)).and(sample("b", 1, true, 3))))
                .isEqualTo(Standing.BROKEN);
        assertThat(of("one-leader-a-term", new Runs().and(sample("a", 1, false, 3)).and(sample("a", 1, false, 2))))
                .isEqualTo(Standing.BROKEN);
        assertThat(of("one-leader-a-term", new Runs().and(sample("a", 1, false, 3)).and(sample("a", 2, false, 2))))
                .isEqualTo(Standing.HELD);
    }

    private static Line.Sample sample(String node, int life, boolean leads, long term) {
        return new Line.Sample(node, life, 0, leads, term, 0);
    }

    @Test
    void a_cut_off_node_acknowledges_nothing_that_needs_the_others() {
        var cut = new Line.FaultSpan("cut", "a", List.of("a"), Line.Span.of(10 * SECOND, 20 * SECOND));
        assertThat(of("minority", new Runs().and(cut).write("x", 1, 11, 12))).isEqualTo(Standing.BROKEN);
        assertThat(of("minority", new Runs().and(cut).read("x", 1, 11, 12))).isEqualTo(Standing.BROKEN);
        assertThat(of("minority", new Runs().and(cut).write("x", 1, 11, 21))).isEqualTo(Standing.HELD);
        assertThat(of("minority", new Runs().and(cut).write("x", 1, 9, 12))).isEqualTo(Standing.HELD);
    }

    @Test
    void a_node_that_is_reached_again_while_the_healing_goes_on_may_acknowledge() {
        var cut = new Line.FaultSpan("cut", "a", List.of("a"),
                new Line.Span(10 * SECOND, 15 * SECOND, 20 * SECOND));
        assertThat(of("minority", new Runs().and(cut).write("x", 1, 11, 14))).isEqualTo(Standing.BROKEN);
        assertThat(of("minority", new Runs().and(cut).write("x", 1, 11, 16))).isEqualTo(Standing.HELD);
        assertThat(of("minority", new Runs().and(cut).write("x", 1, 16, 17))).isEqualTo(Standing.HELD);
    }

    @Test
    void writes_must_resume_in_time() {
        var cut = new Line.FaultSpan("cut", "a", List.of(), Line.Span.of(10 * SECOND, 20 * SECOND));
        assertThat(of("recovery", new Runs().and(cut).write("x", 1, 21, 22))).isEqualTo(Standing.HELD);
        assertThat(of("recovery", new Runs().and(cut).write("x", 1, 21, 26))).isEqualTo(Standing.BROKEN);
        assertThat(of("recovery", new Runs().and(cut).write("x", 1, 19, 22))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_missed_bound_on_a_machine_that_stood_still_is_unknown_and_no_pass() {
        var cut = new Line.FaultSpan("cut", "a", List.of(), Line.Span.of(10 * SECOND, 20 * SECOND));
        assertThat(of("recovery", new Runs().and(cut).write("x", 1, 21, 26).and(new Line.Stalled(3_000))))
                .isEqualTo(Standing.UNKNOWN);
        assertThat(of("recovery", new Runs().and(cut).write("x", 1, 21, 26).and(new Line.Stalled(100))))
                .isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_stream_has_every_event_once_in_order() {
        assertThat(of("event-streams", streamed("0.0/d0", "1.0/d1"))).isEqualTo(Standing.HELD);
        assertThat(of("event-streams", streamed("0.0/d0"))).isEqualTo(Standing.HELD);
        assertThat(of("event-streams", streamed("1.0/d1"))).isEqualTo(Standing.BROKEN);
        assertThat(of("event-streams", streamed("0.0/d0", "0.0/d0", "1.0/d1"))).isEqualTo(Standing.BROKEN);
        assertThat(of("event-streams", streamed("0.0/d0", "1.0/forged"))).isEqualTo(Standing.BROKEN);
        assertThat(of("event-streams", streamed("0.0/d0", "1.0/d1", "2.0/d2"))).isEqualTo(Standing.BROKEN);
    }

    private static Runs streamed(String... events) {
        Runs runs = new Runs().logged("a", 5, "x").logged("b", 6, "y");
        for (String event : events) {
            String[] parts = event.split("/", 2);
            runs.and(new Line.Streamed("reader", parts[0], parts[1]));
        }
        return runs;
    }

    @Test
    void replicas_end_equal() {
        assertThat(of("equal-replicas", new Runs().and(new Line.Replica("a", 9, "d", 4, "r"))
                .and(new Line.Replica("b", 9, "d", 4, "r")))).isEqualTo(Standing.HELD);
        assertThat(of("equal-replicas", new Runs().and(new Line.Replica("a", 9, "d", 4, "r"))
                .and(new Line.Replica("b", 9, "e", 4, "r")))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_written_history_is_judged_alike_when_it_is_read_again(@TempDir Path dir) throws Exception {
        History history = new Runs().write("x", 5, 0, 1).lost("y", 2).read("y", 6, 3, 4).logged("r0", 5, "x")
                .logged("r1", 6, "y").and(sample("a", 1, true, 3))
                .and(new Line.FaultSpan("cut", "a", List.of("a"), Line.Span.of(1, 2)))
                .and(new Line.Noted("audit-log", true, "bad"))
                .and(new Line.Streamed("reader", "0.0", "d0")).and(new Line.Replica("a", 9, "d", 4, "r")).history();
        history.write(dir.resolve("history.jsonl"));
        History again = History.read(dir.resolve("history.jsonl"));
        assertThat(again).isEqualTo(history);
        assertThat(Judge.judge(again)).isEqualTo(Judge.judge(history));
    }
}
