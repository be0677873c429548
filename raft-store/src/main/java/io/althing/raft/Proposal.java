package io.althing.raft;

import java.util.concurrent.CompletableFuture;

import io.althing.raft.ProposalClosure.Outcome;

/**
 * One proposal on its way, over as many tries as its deadline allows. Repeating is safe because the payload carries a request id that
 * the state machine remembers. Not more than one try is counted at a time; a late answer of an earlier one is still taken.
 */
final class Proposal<R> {
    private static final long RETRY_NANOS = 20_000_000;

    private final byte[] payload;
    private final long deadlineNanos;
    private final CompletableFuture<Outcome.Applied<R>> future = new CompletableFuture<>();
    private long nextTryNanos;
    private boolean trying;
    private long tryTerm;
    private int tries;
    private boolean maybeAppended;
    private String lastNews = "no leader is known";

    Proposal(byte[] payload, long nowNanos, long deadlineNanos) {
        this.payload = payload;
        this.nextTryNanos = nowNanos;
        this.deadlineNanos = deadlineNanos;
    }

    byte[] payload() {
        return payload;
    }

    CompletableFuture<Outcome.Applied<R>> future() {
        return future;
    }

    long remainingNanos(long nowNanos) {
        return deadlineNanos - nowNanos;
    }

    /** Takes the next try if one is due: none runs, or the one that runs was sent to the leader of an earlier term. */
    synchronized boolean takeTry(long nowNanos, long term) {
        if (future.isDone() || (trying ? term <= tryTerm : nowNanos - nextTryNanos < 0)) {
            return false;
        }
        maybeAppended |= trying;
        trying = true;
        tryTerm = term;
        tries++;
        return true;
    }

    synchronized int tryNumber() {
        return tries;
    }

    /** What became of a try. */
    void settled(int tryNumber, Outcome<R> outcome, long nowNanos) {
        ProposeFailure failure = null;
        synchronized (this) {
            switch (outcome) {
                case Outcome.Applied<R> applied -> future.complete(applied);
                case Outcome.Unknown<R> unknown -> {
                    maybeAppended = true;
                    lastNews = unknown.detail();
                }
                case Outcome.NotAppended<R> not -> {
                    lastNews = not.detail();
                    if (not.reason() == Outcome.Reason.BUSY && !maybeAppended) {
                        failure = new ProposeFailure.Overloaded(not.detail());
                    }
                }
            }
            if (tryNumber == tries) {
                trying = false;
                nextTryNanos = nowNanos + RETRY_NANOS;
            }
        }
        if (failure != null) {
            future.completeExceptionally(failure);
        }
    }

    /** Ends it: the deadline has passed, or the node stops. */
    void expire(boolean stopped) {
        ProposeFailure failure;
        synchronized (this) {
            if (maybeAppended || trying) {
                failure = new ProposeFailure.OutcomeUnknown("not known to be committed in time: " + lastNews);
            } else if (stopped) {
                failure = new ProposeFailure.Stopped("the node is stopping");
            } else {
                failure = new ProposeFailure.NoQuorum("no leader with a quorum in time: " + lastNews);
            }
        }
        future.completeExceptionally(failure);
    }
}
