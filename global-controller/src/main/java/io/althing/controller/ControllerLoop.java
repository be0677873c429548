package io.althing.controller;

import io.althing.planner.Plan;
import io.althing.planner.RolloutPlanner;
import io.althing.registry.Command;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.store.Consistency;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import io.althing.store.StoreStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
 * Carries out plans while this node leads. Every command goes into the log only in the term in which the plan was made, so a leader
 * that was replaced cannot act on what it last knew; commands that fail are planned again from the state as it then is.
 *
 * <p>Woken by every change and by a timer; plans at most every 20 ms. Runs on one thread of its own.
 */
public final class ControllerLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerLoop.class);
    private static final Duration BREATH = Duration.ofMillis(20);

    private final RegistryStore store;
    private final RolloutPlanner planner;
    private final ControllerSettings settings;
    private final Ticker ticker;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile List<Plan.Reason> reasons = List.of();
    private RegistryStore.Registration registration = () -> {};

    /** A loop that has not started. */
    public ControllerLoop(RegistryStore store, RolloutPlanner planner, ControllerSettings settings) {
        this.store = store;
        this.planner = planner;
        this.settings = settings;
        this.ticker = new Ticker(settings.monotonicNanos(), settings.tickInterval());
        this.thread = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("controller").daemon(true).factory());
    }

    /** Starts planning whenever this node leads. */
    public void start() {
        registration = store.onApplied(notice -> wake());
        long every = settings.tickInterval().toMillis();
        var unused = thread.scheduleWithFixedDelay(this::turn, every, every, TimeUnit.MILLISECONDS);
    }

    /** What everything that does not move waits for, as of the last plan made here; empty on a follower. */
    public List<Plan.Reason> reasons() {
        return reasons;
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
            StoreStatus status = store.status();
            if (!status.leads() || status.fenced()) {
                reasons = List.of();
                ticker.stop();
                return;
            }
            Plan plan = store.read(new Consistency.Local(), state -> planner.plan(state, settings.clock().instant()))
                    .get(settings.patience().toMillis(), TimeUnit.MILLISECONDS).value();
            reasons = plan.reasons();
            for (Plan.Due due : plan.due()) {
                propose(due, status.term());
            }
            tick(plan, status.term());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warn("controller turn failed, will plan again from the state as it is then: {}", e.toString());
        }
    }

    private void tick(Plan plan, long term) throws InterruptedException, ExecutionException, TimeoutException {
        OptionalLong elapsed = ticker.due(plan.clock() || !plan.due().isEmpty());
        if (elapsed.isPresent()) {
            propose(new Plan.Due("tick/" + term + "/" + ticker.count(), new Command.Tick(elapsed.getAsLong())), term);
        }
    }

    private void propose(Plan.Due due, long term) throws InterruptedException, ExecutionException, TimeoutException {
        var proposal = new Proposal(due.requestId(), planner.actor(), store.status().node(), Optional.empty(),
                due.command());
        Receipt receipt = store.proposeInTerm(proposal, term).get(settings.patience().toMillis(),
                TimeUnit.MILLISECONDS);
        switch (receipt.outcome()) {
            case Outcome.Accepted accepted -> LOG.debug("{} accepted at {}", due.requestId(), receipt.index());
            case Outcome.Rejected rejected ->
                LOG.info("{} refused: {}", due.requestId(), rejected.rejection().detail());
        }
    }

    @Override
    public void close() {
        registration.close();
        thread.shutdownNow();
    }
}
