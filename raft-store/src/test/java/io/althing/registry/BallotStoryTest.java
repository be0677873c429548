package io.althing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BallotStoryTest {
    private final Town town = Town.serving();
    private final RolloutId rollout = town.rollout(Town.V3);
    private final BallotId ballot = new BallotId(town.ulid());

    @BeforeEach
    void two_regions_canary() {
        town.advance(rollout, Town.AP);
        town.advance(rollout, Town.US);
        town.confirmAll();
    }

    @Test
    void a_conviction_makes_its_own_region_safe_at_once_and_asks_the_others() {
        town.does(Town.agent(Town.AP), Papers.conviction(town, ballot, rollout, Town.AP));
        assertThat(town.part(rollout, Town.AP).phase()).isEqualTo(RegionRollout.Phase.ROLLED_BACK);
        assertThat(town.target(Town.AP).canary()).isEmpty();
        assertThat(town.target(Town.US).canary()).isPresent();
        assertThat(town.ballot(ballot).result()).isEqualTo(Ballot.Result.OPEN);
        assertThat(town.ballot(ballot).electorate()).containsExactly(Town.AP, Town.EU, Town.US);
        assertThat(Forward.next(town.state(), rollout, Town.US, town.agreed())).map(Forward.Wait::rule)
                .contains("open-ballot");
    }

    @Test
    void the_vote_that_settles_it_takes_the_version_back_everywhere_in_the_same_step() {
        town.does(Town.agent(Town.AP), Papers.conviction(town, ballot, rollout, Town.AP));
        town.does(Town.agent(Town.EU),
                Papers.vote(ballot, Town.EU, Vote.Choice.ROLLBACK, RegionEvidence.none()));
        assertThat(town.ballot(ballot).result()).isEqualTo(Ballot.Result.ROLLBACK);
        assertThat(town.ballot(ballot).tally().orElseThrow().rule()).startsWith("majority: 2 of 3 votes");
        assertThat(town.target(Town.US).canary()).isEmpty();
        assertThat(town.stored(Town.V3).quarantine()).isPresent();
        assertThat(town.rollout(rollout).state()).isEqualTo(Rollout.State.ROLLING_BACK);
        town.confirmAll();
        assertThat(town.rollout(rollout).state()).isEqualTo(Rollout.State.ROLLED_BACK);
        town.does(Town.agent(Town.AP), new Command.ReportRecovery(rollout, Town.AP, true, "accuracy is back"));
        town.does(Town.agent(Town.US), new Command.ReportRecovery(rollout, Town.US, true, "accuracy is back"));
        assertThat(town.rollout(rollout).state()).isEqualTo(Rollout.State.RECOVERED);
    }

    /** A rollout whose canary ran in one region only, which convicted it and went back. */
    private RolloutId convictedWhereItRanAlone() {
        town.does(Town.OPERATOR, new Command.AbortRollout(rollout, "another first"));
        town.confirmAll();
        RolloutId alone = town.rollout(Town.V2);
        town.advance(alone, Town.AP);
        town.confirmAll();
        town.does(Town.agent(Town.AP), Papers.conviction(town, ballot, alone, Town.AP));
        town.confirmAll();
        return alone;
    }

    @Test
    void a_rollback_decided_after_the_only_region_went_back_and_recovered_is_done_at_once() {
        RolloutId alone = convictedWhereItRanAlone();
        town.does(Town.agent(Town.AP), new Command.ReportRecovery(alone, Town.AP, true, "accuracy is back"));
        assertThat(town.rollout(alone).state()).isEqualTo(Rollout.State.RUNNING);
        town.does(Town.agent(Town.EU), Papers.vote(ballot, Town.EU, Vote.Choice.ROLLBACK, RegionEvidence.none()));
        assertThat(town.ballot(ballot).result()).isEqualTo(Ballot.Result.ROLLBACK);
        assertThat(town.rollout(alone).state()).isEqualTo(Rollout.State.RECOVERED);
    }

    @Test
    void a_rollback_decided_before_the_only_region_recovered_ends_with_its_report() {
        RolloutId alone = convictedWhereItRanAlone();
        town.does(Town.agent(Town.EU), Papers.vote(ballot, Town.EU, Vote.Choice.ROLLBACK, RegionEvidence.none()));
        assertThat(town.rollout(alone).state()).isEqualTo(Rollout.State.ROLLED_BACK);
        town.does(Town.agent(Town.AP), new Command.ReportRecovery(alone, Town.AP, false, "still low"));
        assertThat(town.rollout(alone).state()).isEqualTo(Rollout.State.ESCALATED);
    }

    @Test
    void combined_evidence_decides_without_a_majority() {
        town.does(Town.agent(Town.AP), Papers.conviction(town, ballot, rollout, Town.AP));
        town.does(Town.agent(Town.US),
                Papers.vote(ballot, Town.US, Vote.Choice.ABSTAIN, Papers.evidence(1, 8.5)));
        assertThat(town.ballot(ballot).tally().orElseThrow().rule()).isEqualTo("combined evidence reached 1/0.001");
    }

    @Test
    void undecided_at_the_deadline_pauses_and_names_a_person() {
        town.does(Town.agent(Town.AP), Papers.conviction(town, ballot, rollout, Town.AP));
        town.passes(30_000);
        assertThat(town.ballot(ballot).result()).isEqualTo(Ballot.Result.UNDECIDED);
        assertThat(town.rollout(rollout).state()).isEqualTo(Rollout.State.PAUSED);
        assertThat(town.rollout(rollout).why()).contains("operator");
        assertThat(town.target(Town.US).canary()).isPresent();
    }

    @Test
    void a_rollout_resumed_while_its_ballot_is_open_does_not_end_before_the_ballot() {
        for (Region region : List.of(Town.AP, Town.US, Town.EU)) {
            town.passes(1_000);
            if (region.equals(Town.EU)) {
                town.advance(rollout, region);
                continue;
            }
            for (int i = 0; i < 2; i++) {
                town.passes(2_000);
                town.passed(rollout, region, true);
                town.advance(rollout, region);
            }
        }
        town.confirmAll();
        town.does(Town.agent(Town.EU), Papers.conviction(town, ballot, rollout, Town.EU));
        town.does(Town.OPERATOR, new Command.PauseRollout(rollout, "look"));
        town.doesAt(Town.OPERATOR, town.rollout(rollout).revision(), new Command.ResumeRollout(rollout, "seen"));
        assertThat(town.rollout(rollout).state()).isEqualTo(Rollout.State.RUNNING);
        town.passes(30_000);
        assertThat(town.ballot(ballot).result()).isEqualTo(Ballot.Result.UNDECIDED);
        assertThat(town.rollout(rollout).state()).isEqualTo(Rollout.State.PAUSED);
        town.doesAt(Town.OPERATOR, town.rollout(rollout).revision(),
                new Command.ResumeRollout(rollout, "kept by hand"));
        assertThat(town.rollout(rollout).state()).isEqualTo(Rollout.State.SUCCEEDED_PARTLY);
    }

    @Test
    void kept_by_the_others_the_opener_stays_back_and_the_rollout_ends_partly() {
        town.does(Town.agent(Town.AP), Papers.conviction(town, ballot, rollout, Town.AP));
        town.does(Town.agent(Town.EU), Papers.vote(ballot, Town.EU, Vote.Choice.KEEP, Papers.evidence(1, -1)));
        town.does(Town.agent(Town.US), Papers.vote(ballot, Town.US, Vote.Choice.KEEP, Papers.evidence(1, -1)));
        assertThat(town.ballot(ballot).result()).isEqualTo(Ballot.Result.KEEP);
        assertThat(town.rollout(rollout).state()).isEqualTo(Rollout.State.RUNNING);
        for (Region region : List.of(Town.US, Town.EU)) {
            town.passes(1_000);
            if (region.equals(Town.EU)) {
                town.advance(rollout, region);
            }
            for (int i = 0; i < 2; i++) {
                town.passes(2_000);
                town.passed(rollout, region, true);
                town.advance(rollout, region);
            }
        }
        assertThat(town.rollout(rollout).state()).isEqualTo(Rollout.State.SUCCEEDED_PARTLY);
        assertThat(town.target(Town.AP).stable()).contains(Town.V1);
    }

    @Test
    void a_later_look_replaces_a_vote_and_an_equal_one_is_stale() {
        town.does(Town.agent(Town.AP), Papers.conviction(town, ballot, rollout, Town.AP));
        town.does(Town.agent(Town.US), Papers.vote(ballot, Town.US, Vote.Choice.ABSTAIN, Papers.evidence(3, 0)));
        Rejection stale = town.refused(Town.agent(Town.US),
                Papers.vote(ballot, Town.US, Vote.Choice.ROLLBACK, Papers.evidence(3, 3)));
        assertThat(stale).isInstanceOfSatisfying(Rejection.NotNow.class,
                r -> assertThat(r.rule()).isEqualTo("stale-look"));
        town.does(Town.agent(Town.US), Papers.vote(ballot, Town.US, Vote.Choice.ROLLBACK, Papers.evidence(4, 3)));
        assertThat(town.ballot(ballot).result()).isEqualTo(Ballot.Result.ROLLBACK);
        assertThat(town.ballot(ballot).tally().orElseThrow().rollback()).isEqualTo(2);
    }

    @Test
    void evidence_short_of_the_region_s_own_bound_opens_nothing() {
        Command.OpenBallot good = Papers.conviction(town, ballot, rollout, Town.AP);
        var weak = new Command.OpenBallot(ballot, rollout, Town.AP, Papers.evidence(1, 4.5), good.basis(),
                good.lookCounts(), good.journal(), good.signature());
        assertThat(town.refused(Town.agent(Town.AP), weak)).isInstanceOf(Rejection.InvalidField.class);
    }

    @Test
    void a_journal_entry_enters_the_log_once() {
        Command.OpenBallot act = Papers.conviction(town, ballot, rollout, Town.AP);
        town.does(Town.agent(Town.AP), act);
        assertThat(town.refused(Town.agent(Town.AP), act)).isInstanceOfSatisfying(Rejection.NotNow.class,
                r -> assertThat(r.rule()).isEqualTo("replayed"));
    }

    @Test
    void a_vote_counts_only_with_its_region_s_signature() {
        town.does(Town.agent(Town.AP), Papers.conviction(town, ballot, rollout, Town.AP));
        var forged = new Command.CastVote(ballot, Town.EU, Vote.Choice.ROLLBACK, RegionEvidence.none(), "",
                Town.signed(Town.AP));
        assertThat(town.refused(Town.agent(Town.EU), forged)).isInstanceOf(Rejection.BadSignature.class);
    }
}
