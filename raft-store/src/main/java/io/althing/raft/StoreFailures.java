package io.althing.raft;

import io.althing.store.StoreFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The raft layer's failures in the store's words. */
final class StoreFailures {
    private StoreFailures() {}

    static <T> CompletableFuture<T> translated(CompletableFuture<T> future) {
        return future.exceptionallyCompose(error -> CompletableFuture.failedFuture(translate(error)));
    }

    private static Throwable translate(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof ProposeFailure failure
                ? new StoreFailure(reason(failure), String.valueOf(failure.getMessage()))
                : cause;
    }

    private static StoreFailure.Reason reason(ProposeFailure failure) {
        return switch (failure) {
            case ProposeFailure.NoQuorum f -> StoreFailure.Reason.NO_QUORUM;
            case ProposeFailure.OutcomeUnknown f -> StoreFailure.Reason.OUTCOME_UNKNOWN;
            case ProposeFailure.Overloaded f -> StoreFailure.Reason.OVERLOADED;
            case ProposeFailure.TermPassed f -> StoreFailure.Reason.NOT_LEADER;
            case ProposeFailure.Stopped f -> StoreFailure.Reason.STOPPED;
        };
    }

    static <T> CompletableFuture<T> orTimeout(CompletableFuture<T> future, Duration timeout,
            Supplier<StoreFailure> failure) {
        return future.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).exceptionallyCompose(
                error -> CompletableFuture.failedFuture(error instanceof TimeoutException ? failure.get() : error));
    }
}
