package io.althing.raft.transport;

import java.util.concurrent.CompletableFuture;

import io.althing.raft.RaftTestCluster;

/** Waits for futures with the tests' patience. */
final class RaftFutures {
    private RaftFutures() {}

    static <T> T get(CompletableFuture<T> future) {
        return RaftTestCluster.get(future);
    }
}
