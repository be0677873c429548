package io.althing.raft;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what happens to a node: leadership in order on one thread, the first fatal error on a thread of its own. */
final class NodeEvents implements JraftMachine.Events {
    private static final Logger LOG = LoggerFactory.getLogger(NodeEvents.class);

    private final NodeView view;
    private final Executor leadership;
    private final RaftNode.Hooks hooks;
    private final Runnable onLeaderChange;
    private final AtomicLong leadingTerm = new AtomicLong();
    private final AtomicReference<@Nullable FatalError> firstError = new AtomicReference<>();

    NodeEvents(NodeView view, Executor leadership, RaftNode.Hooks hooks, Runnable onLeaderChange) {
        this.view = view;
        this.leadership = leadership;
        this.hooks = hooks;
        this.onLeaderChange = onLeaderChange;
    }

    @Override
    public void leading(long term) {
        leadingTerm.set(term);
        tell(() -> hooks.leadership().leading(term));
        tell(onLeaderChange);
    }

    @Override
    public void notLeading(long term) {
        view.leaderHeard(System.nanoTime());
        long ended = leadingTerm.get();
        tell(() -> hooks.leadership().stopped(ended));
    }

    @Override
    public void leaderChanged() {
        tell(onLeaderChange);
    }

    @Override
    public void fatal(FatalError error) {
        if (firstError.compareAndSet(null, error)) {
            Thread.ofPlatform().daemon().name("raft-fatal").start(() -> hooks.onFatal().accept(error));
        }
    }

    Optional<FatalError> firstError() {
        return Optional.ofNullable(firstError.get());
    }

    private void tell(Runnable news) {
        try {
            leadership.execute(news);
        } catch (RejectedExecutionException e) {
            LOG.debug("the node has been stopped; its last news is not told", e);
        }
    }
}
