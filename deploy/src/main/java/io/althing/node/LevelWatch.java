package io.althing.node;

import io.althing.raft.JraftStore;
import io.althing.registry.Actor;
import io.althing.registry.Command;
import io.althing.registry.NodeId;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.store.Levels;
import io.althing.store.Receipt;
import io.althing.store.StoreStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As long as this node's build knows more than the cluster has agreed on, asks every second whether each member's build does, and as the
 * leader raises the level once all do. One thread of its own.
 */
final class LevelWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LevelWatch.class);
    private static final long EVERY_MILLIS = 1_000;
    private static final long PATIENCE_SECONDS = 10;

    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("level-watch").daemon(true).factory());
    private final JraftStore store;
    private final NodeId node;
    private volatile Optional<String> because = Optional.empty();

    private LevelWatch(JraftStore store, NodeId node) {
        this.store = store;
        this.node = node;
    }

    static LevelWatch start(JraftStore store, NodeId node) {
        var watch = new LevelWatch(store, node);
        var unused = watch.thread.scheduleWithFixedDelay(watch::turn, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    /** Who keeps the cluster below this build's level, a clause; empty if nobody does, or it is not known yet. */
    Optional<String> because() {
        return because;
    }

    private void turn() {
        try {
            Levels levels = store.levels();
            if (levels.agreed() >= levels.ofBuild()) {
                because = Optional.empty();
                return;
            }
            int next = levels.agreed() + 1;
            Optional<String> lacking = store.raft().lacking(next).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (lacking.isPresent() && !lacking.equals(because)) {
                LOG.info("the cluster stays at feature level {} because {}", levels.agreed(), lacking.get());
            }
            because = lacking;
            StoreStatus status = store.status();
            if (lacking.isEmpty() && status.leads() && !status.fenced()) {
                raise(next, status.term());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.info("the feature level was not raised this time, trying again: {}", e.toString());
        }
    }

    private void raise(int to, long term) throws InterruptedException, ExecutionException, TimeoutException {
        Receipt receipt = store.raft().ifAllKnow(to, () -> store.proposeInTerm(proposal(to), term))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (receipt.outcome() instanceof Outcome.Accepted) {
            LOG.info("the cluster is at feature level {} from index {} on: every voter and learner knows it", to,
                    receipt.index());
        }
    }

    private Proposal proposal(int to) {
        var actor = new Actor("node-" + node, Actor.Kind.NODE, Optional.empty(), List.of(Actor.Role.NODE), "node",
                Optional.empty());
        return new Proposal("raise-feature-level/" + to, actor, node, Optional.empty(),
                new Command.RaiseFeatureLevel(to));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
