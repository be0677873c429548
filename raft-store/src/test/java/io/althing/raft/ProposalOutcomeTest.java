package io.althing.raft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import com.alipay.sofa.jraft.error.RaftError;

import io.althing.raft.ProposalClosure.Outcome;
import io.althing.raft.ProposalClosure.Outcome.Reason;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProposalOutcomeTest {
    @Test
    void what_jraft_refuses_before_it_appends_was_surely_not_written() {
        assertThat(reason(RaftError.EPERM, "Is not leader.")).isEqualTo(Reason.NOT_LEADER);
        assertThat(reason(RaftError.EPERM, "expected_term=3 doesn't match current_term=4"))
                .isEqualTo(Reason.NOT_LEADER);
        assertThat(reason(RaftError.EBUSY, "Is transferring leadership.")).isEqualTo(Reason.NOT_LEADER);
        assertThat(reason(RaftError.EBUSY, "Node is busy, has too many tasks, queue is full")).isEqualTo(Reason.BUSY);
        assertThat(reason(RaftError.ENODESHUTDOWN, "Node is shutting down.")).isEqualTo(Reason.STOPPED);
    }

    @Test
    void anything_else_may_have_been_written() {
        assertThat(outcome(RaftError.EPERM, "Leader stepped down")).isInstanceOf(Outcome.Unknown.class);
        assertThat(outcome(RaftError.EPERM, "a wording of a later version")).isInstanceOf(Outcome.Unknown.class);
        assertThat(outcome(RaftError.ESTATEMACHINE, "critical error")).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void a_proposal_that_reached_a_log_never_ends_as_no_quorum() {
        Proposal<String> proposal = new Proposal<>(new byte[]{1}, 0, 1_000_000_000);
        assertThat(proposal.takeTry(0, 1)).isTrue();
        assertThat(proposal.takeTry(0, 1)).as("one try at a time").isFalse();
        proposal.settled(1, new Outcome.Unknown<>("stepped down"), 0);
        assertThat(proposal.takeTry(1, 1)).as("not at once").isFalse();
        assertThat(proposal.takeTry(30_000_000, 2)).isTrue();
        proposal.settled(2, new Outcome.NotAppended<>(Reason.NOT_LEADER, "no leader"), 30_000_000);
        proposal.expire(false);
        assertThat(proposal.future()).isCompletedExceptionally();
        assertThat(proposal.future().exceptionNow()).isInstanceOf(ProposeFailure.OutcomeUnknown.class);
    }

    @Test
    void a_new_leader_is_tried_while_the_old_one_still_owes_an_answer_and_a_late_answer_counts() {
        Proposal<String> proposal = new Proposal<>(new byte[]{1}, 0, 1_000_000_000);
        assertThat(proposal.takeTry(0, 1)).isTrue();
        assertThat(proposal.takeTry(0, 2)).isTrue();
        proposal.settled(1, new Outcome.Applied<>(7, 1, "done"), 0);
        assertThat(proposal.future().resultNow().index()).isEqualTo(7);
        assertThat(proposal.takeTry(900_000_000, 3)).as("nothing left to do").isFalse();
    }

    @Test
    void a_proposal_that_never_left_ends_as_no_quorum_or_overloaded() {
        Proposal<String> lost = new Proposal<>(new byte[]{1}, 0, 1_000_000_000);
        lost.expire(false);
        assertThat(lost.future().exceptionNow()).isInstanceOf(ProposeFailure.NoQuorum.class);
        Proposal<String> busy = new Proposal<>(new byte[]{1}, 0, 1_000_000_000);
        busy.takeTry(0, 1);
        busy.settled(1, new Outcome.NotAppended<>(Reason.BUSY, "queue is full"), 0);
        assertThat(busy.future().exceptionNow()).isInstanceOf(ProposeFailure.Overloaded.class);
    }

    private static Outcome<String> outcome(RaftError error, String text) {
        return ProposalClosure.classify(new com.alipay.sofa.jraft.Status(error, text));
    }

    private static Reason reason(RaftError error, String text) {
        return ((Outcome.NotAppended<String>) outcome(error, text)).reason();
    }
}
