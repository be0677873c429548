package io.althing.raft;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.error.RaftError;

/**
 * Waits for one entry appended by this leader. JRaft runs it with a status when the entry is lost sight of; the state machine adapter
 * completes it when the entry is applied.
 *
 * @param <R> result of the entry; absent for a barrier
 */
final class ProposalClosure<R> implements Closure {

    /** What became of it. */
    sealed interface Outcome<R> {
        /** Committed and applied here. */
        record Applied<R>(long index, long term, @Nullable R result) implements Outcome<R> {}

        /** Never reached a log. */
        record NotAppended<R>(Reason reason, String detail) implements Outcome<R> {}

        /** Reached this log; whether it stays is open. */
        record Unknown<R>(String detail) implements Outcome<R> {}

        /** Why nothing was written. */
        enum Reason {
            NOT_LEADER, BUSY, STOPPED
        }
    }

    private final CompletableFuture<Outcome<R>> outcome = new CompletableFuture<>();

    CompletableFuture<Outcome<R>> outcome() {
        return outcome;
    }

    void applied(long index, long term, @Nullable R result) {
        outcome.complete(new Outcome.Applied<>(index, term, result));
    }

    @Override
    public void run(com.alipay.sofa.jraft.Status status) {
        outcome.complete(classify(status));
    }

    /**
     * Only failures JRaft is known to report before appending count as "not appended"; anything else leaves the outcome open. The
     * texts are those of NodeImpl 1.4.1 and are pinned by a test; another wording errs on the safe side.
     */
    static <R> Outcome<R> classify(com.alipay.sofa.jraft.Status status) {
        String detail = String.valueOf(status.getErrorMsg());
        if (status.getRaftError() == RaftError.EBUSY) {
            boolean transferring = detail.startsWith("Is transferring leadership");
            return new Outcome.NotAppended<>(transferring ? Outcome.Reason.NOT_LEADER : Outcome.Reason.BUSY, detail);
        }
        if (status.getRaftError() == RaftError.EPERM
                && (detail.startsWith("Is not leader") || detail.startsWith("expected_term="))) {
            return new Outcome.NotAppended<>(Outcome.Reason.NOT_LEADER, detail);
        }
        if (status.getRaftError() == RaftError.ENODESHUTDOWN) {
            return new Outcome.NotAppended<>(Outcome.Reason.STOPPED, detail);
        }
        return new Outcome.Unknown<>(detail);
    }
}
