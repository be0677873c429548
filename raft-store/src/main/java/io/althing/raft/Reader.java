package io.althing.raft;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;

/**
 * Finds a point in the log at which a local read is linearizable: by asking the leader, which asks a quorum; if that fails, once more;
 * if that fails too, or while membership changes, by writing a barrier and waiting until it is applied here.
 */
final class Reader<R> {
    private static final byte[] NO_CONTEXT = {};

    private final Node node;
    private final Proposer<R> proposer;
    private final Sources from;

    /**
     * @param results where answers are completed
     */
    record Sources(NodeView view, AppliedIndex applied, BooleanSupplier membershipStable, Executor results,
            LongSupplier nanos) {}

    Reader(Node node, Proposer<R> proposer, Sources from) {
        this.node = node;
        this.proposer = proposer;
        this.from = from;
    }

    CompletableFuture<ReadPoint> readPoint(Duration timeout) {
        CompletableFuture<ReadPoint> answer = new CompletableFuture<>();
        attempt(answer, from.nanos.getAsLong() + timeout.toNanos(), 2);
        return answer.thenCompose(this::unlessFenced);
    }

    private void attempt(CompletableFuture<ReadPoint> answer, long deadlineNanos, int quorumTries) {
        if (quorumTries == 0 || !from.membershipStable.getAsBoolean()) {
            throughLog(answer, deadlineNanos);
            return;
        }
        long partMillis = Math.max(1, remaining(deadlineNanos).toMillis() / 4);
        try {
            node.readIndex(NO_CONTEXT, new ReadIndexClosure(partMillis) {
                @Override
                public void run(com.alipay.sofa.jraft.Status status, long index, byte[] context) {
                    if (status.isOk()) {
                        from.results.execute(() -> answer.complete(new ReadPoint(index, from.view.term())));
                    } else {
                        from.results.execute(() -> attempt(answer, deadlineNanos, quorumTries - 1));
                    }
                }
            });
        } catch (IllegalStateException e) {
            answer.completeExceptionally(new ProposeFailure.Stopped("the node is stopping: " + e.getMessage()));
        }
    }

    private void throughLog(CompletableFuture<ReadPoint> answer, long deadlineNanos) {
        var unused = proposer.propose(NO_CONTEXT, remaining(deadlineNanos))
                .thenCompose(barrier -> from.applied.reaching(barrier.index())
                        .orTimeout(remaining(deadlineNanos).toMillis(), TimeUnit.MILLISECONDS)
                        .thenApply(reached -> new ReadPoint(barrier.index(), barrier.term())))
                .whenComplete((point, failure) -> {
                    if (failure == null) {
                        answer.complete(point);
                    } else {
                        answer.completeExceptionally(unread(Failures.cause(failure)));
                    }
                });
    }

    /** A read changes nothing, so an unknown outcome is only a quorum that was not reached. */
    private static Throwable unread(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof ProposeFailure.OutcomeUnknown
                ? new ProposeFailure.NoQuorum("no quorum confirmed the read in time")
                : failure;
    }

    private Duration remaining(long deadlineNanos) {
        return Duration.ofNanos(Math.max(1_000_000, deadlineNanos - from.nanos.getAsLong()));
    }

    private CompletableFuture<ReadPoint> unlessFenced(ReadPoint point) {
        return from.view.fenced()
                ? CompletableFuture.failedFuture(new ProposeFailure.Stopped("this node is fenced"))
                : CompletableFuture.completedFuture(point);
    }
}
