package io.althing.controller;

import io.althing.planner.Plan;
import io.althing.planner.RolloutPlanner;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import io.althing.store.StoreFailure.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out plans while this node leads, one {@link ControllerTurn turn} after the other; commands that fail are planned again from
 * the state as it then is.
 *
 * <p>Woken by every change and by a timer; plans at most every 20 ms. Runs on one thread of its own.
 */
public final class ControllerLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerLoop.class);
    private static final Duration BREATH = Duration.ofMillis(20);

    private final RegistryStore store;
    private final ControllerSettings settings;
    private final ControllerTurn turns;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean awake = new AtomicBoolean();
    private RegistryStore.Registration registration = () -> {};

    /** A loop that has not started. */
    public ControllerLoop(RegistryStore store, RolloutPlanner planner, ControllerSettings settings) {
        this.store = store;
        this.settings = settings;
        this.turns = new ControllerTurn(store, planner, settings);
        this.thread = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("controller").daemon(true).factory());
    }

    /** Starts planning whenever this node leads. */
    public void start() {
        registration = store.onApplied(this::applied);
        long every = settings.tickInterval().toMillis();
        var unused = thread.scheduleWithFixedDelay(this::turn, every, every, TimeUnit.MILLISECONDS);
    }

    /** What everything that does not move waits for, as of the last plan made here; empty on a follower. */
    public List<Plan.Reason> reasons() {
        return turns.reasons();
    }

    private void applied(RegistryStore.AppliedNotice notice) {
        if (!RolloutPlanner.UNMOVED_BY.containsAll(notice.changed())) {
            wake();
        }
    }

    private void wake() {
        if (awake.compareAndSet(false, true)) {
            try {
                var unused = thread.schedule(() -> {
                    awake.set(false);
                    turn();
                }, BREATH.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closing) {
                LOG.debug("controller is closing, a change needs no plan");
            }
        }
    }

    private void turn() {
        try {
            CompletableFuture<Void> turn = turns.take();
            try {
                turn.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                turn.cancel(false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warn("controller turn failed, will plan again from the state as it is then: {}", e.toString());
        }
    }

    @Override
    public void close() {
        registration.close();
        thread.shutdownNow();
    }
}
