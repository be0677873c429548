package io.althing.raft;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(NodeExecutors.class);
    private static final Duration MOST_WAITED = Duration.ofSeconds(5);

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

    /** Takes nothing more, and waits until everything that may still speak to another node has been done, unless it hangs. */
    void finish() {
        List.of(ticker, leadership, background, rpc).forEach(ExecutorService::shutdown);
        awaitEnd(rpc, "requests of other nodes");
        results.shutdown();
        awaitEnd(results, "results of proposals");
    }

    private static void awaitEnd(ExecutorService executor, String what) {
        try {
            if (!executor.awaitTermination(MOST_WAITED.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} are still being worked on {} s after the node was stopped; they are left to themselves",
                        what, MOST_WAITED.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
