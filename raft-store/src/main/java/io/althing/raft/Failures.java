package io.althing.raft;

import java.util.concurrent.CompletionException;

/** Takes the wrapping off failures that have passed through futures. */
final class Failures {
    private Failures() {}

    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
