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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a controller does whenever it is woken: plan, and carry the plan out, one command after the other's answer. Every command goes
 * into the log only in the term in which the plan was made, so a leader that was replaced cannot act on what it last knew.
 *
 * <p>Nothing blocks; a turn goes on wherever the store completes its futures. The caller takes one turn at a time and cancels the one
 * it will not wait for any more: a cancelled turn proposes nothing further.
 */
public final class ControllerTurn {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerTurn.class);

    private final RegistryStore store;
    private final RolloutPlanner planner;
    private final ControllerSettings settings;
    private final Ticker ticker;
    private volatile List<Plan.Reason> reasons = List.of();

    /** A controller that has not done anything yet. */
    public ControllerTurn(RegistryStore store, RolloutPlanner planner, ControllerSettings settings) {
        this.store = store;
        this.planner = planner;
        this.settings = settings;
        this.ticker = new Ticker(settings.monotonicNanos(), settings.tickInterval());
    }

    /** What everything that does not move waits for, as of the last plan; empty on a follower. */
    public List<Plan.Reason> reasons() {
        return reasons;
    }

    /** Takes a turn; on a follower it is over at once. Fails with what kept a command from being answered. */
    public CompletableFuture<Void> take() {
        StoreStatus status = store.status();
        if (!status.leads() || status.fenced()) {
            reasons = List.of();
            ticker.stop();
            return CompletableFuture.completedFuture(null);
        }
        var turn = new CompletableFuture<Void>();
        CompletableFuture<Void> unused = store
                .read(new Consistency.Local(), state -> planner.plan(state, settings.clock().instant()))
                .thenCompose(read -> carryOut(turn, read.value(), status)).whenComplete((done, failure) -> {
                    if (failure == null) {
                        turn.complete(null);
                    } else {
                        turn.completeExceptionally(failure);
                    }
                });
        return turn;
    }

    private CompletableFuture<Void> carryOut(CompletableFuture<Void> turn, Plan plan, StoreStatus status) {
        reasons = plan.reasons();
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (Plan.Due due : plan.due()) {
            done = done.thenCompose(before -> propose(turn, due, status));
        }
        return done.thenCompose(before -> tick(turn, plan, status));
    }

    private CompletableFuture<Void> tick(CompletableFuture<Void> turn, Plan plan, StoreStatus status) {
        OptionalLong elapsed = ticker.due(plan.clock() || !plan.due().isEmpty());
        return elapsed.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : propose(turn, new Plan.Due("tick/" + status.term() + "/" + ticker.count(),
                        new Command.Tick(elapsed.getAsLong())), status);
    }

    private CompletableFuture<Void> propose(CompletableFuture<Void> turn, Plan.Due due, StoreStatus status) {
        if (turn.isDone()) {
            return CompletableFuture.failedFuture(new CancellationException("the turn was given up"));
        }
        var proposal = new Proposal(due.requestId(), planner.actor(), status.node(), Optional.empty(), due.command());
        return store.proposeInTerm(proposal, status.term()).thenAccept(receipt -> tell(due, receipt));
    }

    private static void tell(Plan.Due due, Receipt receipt) {
        switch (receipt.outcome()) {
            case Outcome.Accepted accepted -> LOG.debug("{} accepted at {}", due.requestId(), receipt.index());
            case Outcome.Rejected rejected ->
                LOG.info("{} refused: {}", due.requestId(), rejected.rejection().detail());
        }
    }
}
