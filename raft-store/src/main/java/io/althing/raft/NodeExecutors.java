package io.althing.raft;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * A node's own threads.
 *
 * @param rpc serves other nodes' messages
 * @param results completes proposals and reads, in order
 * @param background hashes snapshots
 * @param leadership tells of leadership, in order
 * @param ticker retries and expires
 */
record NodeExecutors(ExecutorService rpc, ExecutorService results, ExecutorService background,
        ExecutorService leadership,
        ScheduledExecutorService ticker) {

    static NodeExecutors create(Member self, int rpcThreads) {
        return new NodeExecutors(Executors.newFixedThreadPool(rpcThreads, named(self, "rpc")),
                Executors.newSingleThreadExecutor(named(self, "results")),
                Executors.newSingleThreadExecutor(named(self, "snapshot")),
                Executors.newSingleThreadExecutor(named(self, "leadership")),
                Executors.newSingleThreadScheduledExecutor(named(self, "ticker")));
    }

    private static ThreadFactory named(Member self, String role) {
        return Thread.ofPlatform().daemon().name("raft-" + self.node() + "-" + role + "-", 0).factory();
    }

    void shutdown() {
        List.of(ticker, leadership, background, rpc, results).forEach(ExecutorService::shutdown);
    }
}
