package io.althing.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.chaos.check.Verdict.Standing;
import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.RolloutLine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RolloutChecksTest {
    private static final long SECOND = 1_000_000_000;

    private static Standing of(String check, RolloutRuns runs) {
        return Judge.judge(runs.history()).stream().filter(v -> v.check().equals(check)).findFirst().orElseThrow()
                .standing();
    }

    /** Told to serve v2 beside v1 at 1 s, to drop it at 10 s, confirmed at 12 s. */
    private static RolloutRuns dropped() {
        return new RolloutRuns().target(1, "v1", "v2").target(10, "v1", "").effective(12, "v1", "", 1);
    }

    @Test
    void what_a_region_has_confirmed_to_be_gone_is_never_served_again() {
        assertThat(of("taken-back", dropped().served(11, "v2"))).isEqualTo(Standing.HELD);
        assertThat(of("taken-back", dropped().served(13, "v1"))).isEqualTo(Standing.HELD);
        assertThat(of("taken-back", dropped().served(13, "v2"))).isEqualTo(Standing.BROKEN);
        assertThat(of("taken-back", dropped().gateway(11, "v1", "v2"))).isEqualTo(Standing.HELD);
        assertThat(of("taken-back", dropped().gateway(13, "v1", "v2"))).isEqualTo(Standing.BROKEN);
        assertThat(of("taken-back", dropped().gateway(13, "v2", ""))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void what_a_region_is_told_to_serve_again_it_may_serve_again() {
        RolloutRuns again = dropped().target(20, "v1", "v2");
        assertThat(of("taken-back", again.served(25, "v2"))).isEqualTo(Standing.HELD);
        assertThat(of("taken-back", again.served(15, "v2"))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_word_on_an_older_target_confirms_nothing() {
        RolloutRuns old = new RolloutRuns().target(1, "v1", "v2").target(10, "v1", "").effective(12, "v1", "", 0);
        assertThat(of("taken-back", old.served(13, "v2"))).isEqualTo(Standing.HELD);
    }

    @Test
    void an_unconfirmed_region_widens_no_later_than_five_seconds_and_its_pause() {
        RolloutRuns told = new RolloutRuns().target(1, "v1", "v2").target(10, "v1", "");
        assertThat(of("late-widening", told.gateway(15, "v1", "v2", 3_000).gateway(16, "v1", "v2", 6_000)))
                .isEqualTo(Standing.HELD);
        assertThat(of("late-widening", told.gateway(17, "v1", "v2", 6_000).gateway(30, "v1", "", 0)))
                .isEqualTo(Standing.HELD);
        assertThat(of("late-widening", told.gateway(31, "v1", "v2", 3_000))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_region_that_is_alone_goes_back_and_never_forward() {
        assertThat(of("no-quorum-no-step", new RolloutRuns().alone(10, 30).gateway(12, "v1", "v2", 3_000)
                .gateway(13, "v1", "v2", 6_000).gateway(20, "v1", "", 0))).isEqualTo(Standing.HELD);
        assertThat(of("no-quorum-no-step", new RolloutRuns().alone(10, 30).gateway(16, "v1", "v2", 3_000)
                .gateway(17, "v1", "v2", 6_000))).isEqualTo(Standing.BROKEN);
        assertThat(of("no-quorum-no-step", new RolloutRuns().alone(10, 30).gateway(16, "v1", "v2", 3_000)
                .gateway(17, "v2", "", 0))).isEqualTo(Standing.BROKEN);
        assertThat(of("no-quorum-no-step", new RolloutRuns().alone(10, 30).gateway(16, "v1", "v2", 3_000)
                .gateway(31, "v2", "", 0))).isEqualTo(Standing.HELD);
    }

    @Test
    void nothing_that_a_region_says_gets_through_while_it_is_alone() {
        assertThat(of("no-quorum-no-step", new RolloutRuns().alone(10, 30).target(1, "v1", "v2")
                .effective(20, "v1", "v2", 0))).isEqualTo(Standing.BROKEN);
        assertThat(of("no-quorum-no-step", new RolloutRuns().alone(10, 30).target(1, "v1", "v2")
                .effective(31, "v1", "v2", 0))).isEqualTo(Standing.HELD);
    }

    @Test
    void a_node_without_a_majority_acknowledges_nothing_that_a_person_asks() {
        var cut = new Line.FaultSpan("cut", "a", List.of("a"), Line.Span.of(10 * SECOND, 30 * SECOND));
        RolloutRuns alone = new RolloutRuns().alone(10, 30).and(cut);
        assertThat(of("no-quorum-no-step", alone.asked("approve", "b", 20, 200).asked("approve", "a", 20, 503)))
                .isEqualTo(Standing.HELD);
        assertThat(of("no-quorum-no-step", alone.asked("approve", "a", 20, 200))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_canary_does_not_run_alone_for_long() {
        assertThat(of("cut-off-canary", new RolloutRuns().alone(10, 30).gateway(15, "v1", "v2").gateway(17, "v1", "")))
                .isEqualTo(Standing.HELD);
        assertThat(of("cut-off-canary", new RolloutRuns().alone(10, 30).gateway(17, "v1", "v2")))
                .isEqualTo(Standing.BROKEN);
        assertThat(of("cut-off-canary", new RolloutRuns().alone(10, 12).gateway(17, "v1", "v2")))
                .isEqualTo(Standing.SKIPPED);
    }

    private static RolloutRuns opened(int times, String rollout) {
        var runs = new RolloutRuns();
        for (int i = 0; i < times; i++) {
            runs.act(i, "ballot-opened", Map.of("region", RolloutRuns.REGION, "rollout", rollout, "journal", "j",
                    "sequence", "1"));
        }
        return runs;
    }

    private static RolloutLine.LocalAct local(boolean told) {
        return new RolloutLine.LocalAct(RolloutRuns.REGION, "j", 1, "r", "v2", "conviction", told);
    }

    @Test
    void a_local_act_is_in_the_log_once_and_in_the_journal() {
        assertThat(of("local-acts", opened(1, "r").and(local(true)))).isEqualTo(Standing.HELD);
        assertThat(of("local-acts", opened(0, "r").and(local(true)))).isEqualTo(Standing.HELD);
        assertThat(of("local-acts", opened(2, "r").and(local(true)))).isEqualTo(Standing.BROKEN);
        assertThat(of("local-acts", opened(1, "r"))).isEqualTo(Standing.BROKEN);
        assertThat(of("local-acts", opened(1, "other").and(local(true)))).isEqualTo(Standing.BROKEN);
        assertThat(of("local-acts", opened(1, "r").and(local(false)))).isEqualTo(Standing.BROKEN);
    }

    private static RolloutRuns ballot(String second, String result) {
        return new RolloutRuns().act(1, "vote-cast", Map.of("ballot", "b", "region", "eu", "choice", "rollback"))
                .act(2, "vote-cast", Map.of("ballot", "b", "region", "us", "choice", second))
                .act(3, "ballot-settled", Map.of("ballot", "b", "result", result, "rule", "2 of 3 votes for rollback",
                        "rollbackVotes", "2", "keepVotes", "0", "needed", "2"));
    }

    @Test
    void a_ballot_counts_what_was_voted() {
        assertThat(of("ballots", ballot("rollback", "rollback"))).isEqualTo(Standing.HELD);
        assertThat(of("ballots", ballot("keep", "rollback"))).isEqualTo(Standing.BROKEN);
        assertThat(of("ballots", ballot("rollback", "keep"))).isEqualTo(Standing.BROKEN);
        assertThat(of("ballots", ballot("rollback", "rollback").act(4, "vote-cast",
                Map.of("ballot", "b", "region", "ap", "choice", "keep")))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_forged_vote_is_refused() {
        assertThat(of("ballots", new RolloutRuns().asked("forged-vote", "a", 1, 403))).isEqualTo(Standing.HELD);
        assertThat(of("ballots", new RolloutRuns().asked("forged-vote", "a", 1, 200))).isEqualTo(Standing.BROKEN);
        assertThat(of("ballots", new RolloutRuns().asked("invented-vote", "a", 1, 200))).isEqualTo(Standing.SKIPPED);
    }

    @Test
    void policies_need_every_regions_consent_to_the_very_attempt() {
        Map<String, String> yes = Map.of("region", RolloutRuns.REGION, "accept", "true");
        assertThat(of("policies-agreed", new RolloutRuns().act(1, "candidate-assembled", Map.of())
                .act(2, "candidate-voted", yes).act(3, "epoch-committed", Map.of()))).isEqualTo(Standing.HELD);
        assertThat(of("policies-agreed", new RolloutRuns().act(1, "candidate-voted", yes)
                .act(2, "candidate-assembled", Map.of()).act(3, "epoch-committed", Map.of())))
                .isEqualTo(Standing.BROKEN);
        assertThat(of("policies-agreed", new RolloutRuns().act(1, "candidate-assembled", Map.of())
                .act(2, "candidate-voted", Map.of("region", RolloutRuns.REGION, "accept", "false"))
                .act(3, "epoch-committed", Map.of()))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void users_are_served_whatever_happens_to_nodes() {
        var cut = new Line.FaultSpan("cut", "a", List.of("a"), Line.Span.of(10 * SECOND, 20 * SECOND));
        var stopped = new Line.FaultSpan("stopped-agent", "eu", List.of(), Line.Span.of(10 * SECOND, 20 * SECOND));
        assertThat(of("users-are-served", new RolloutRuns().served(15, "v1"))).isEqualTo(Standing.HELD);
        assertThat(of("users-are-served", new RolloutRuns().and(cut).served(15, ""))).isEqualTo(Standing.BROKEN);
        assertThat(of("users-are-served", new RolloutRuns().and(stopped).served(15, ""))).isEqualTo(Standing.HELD);
        assertThat(of("users-are-served", new RolloutRuns().and(stopped).served(25, ""))).isEqualTo(Standing.BROKEN);
    }

    @Test
    void a_written_history_of_rollouts_is_judged_alike_when_it_is_read_again(@TempDir Path dir) throws Exception {
        History history = dropped().served(13, "v2").gateway(13, "v1", "v2").alone(20, 30)
                .asked("forged-vote", "a", 1, 403).and(local(true)).history();
        history.write(dir.resolve("history.jsonl"));
        History again = History.read(dir.resolve("history.jsonl"));
        assertThat(again).isEqualTo(history);
        assertThat(Judge.judge(again)).isEqualTo(Judge.judge(history));
    }
}
