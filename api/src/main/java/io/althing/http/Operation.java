package io.althing.http;

import io.vertx.core.Future;

/** One thing that can be asked over HTTP. Runs on an event loop: must not block. */
@FunctionalInterface
public interface Operation {
    /**
     * Answers the call. May throw or fail with a {@link ProblemException}, a {@link io.althing.store.StoreFailure} or an
     * {@link io.althing.artifacts.ArtifactFailure}; anything else is a bug and answered with 500.
     */
    Future<Answer> answer(Call call);
}
