package io.althing.chaos.sim.part;

import io.althing.chaos.sim.log.LogParts;
import io.althing.chaos.sim.log.SimLog;
import io.althing.chaos.sim.log.SimReplica;
import io.althing.chaos.sim.log.SimStore;
import io.althing.chaos.sim.promise.Promises;
import io.althing.chaos.sim.time.SimClock;
import io.althing.controller.ControllerSettings;
import io.althing.controller.ControllerTurn;
import io.althing.planner.PlannerSettings;
import io.althing.planner.RolloutPlanner;
import io.althing.registry.NodeId;
import io.althing.registry.Proposal;
import io.althing.registry.Region;
import io.althing.registry.RegionView;
import io.althing.registry.RegistryState;
import io.althing.store.Receipt;
import io.althing.store.StoreFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** A region's node: a replica of the log, its store, and the real controller that acts while it leads. */
public final class SimNode {
    private static final long BREATH = 20_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LogParts parts;
    private final SimReplica replica;
    private final SimStore store;
    private final SimClock clock;
    private final Promises promises;
    private final Duration tick;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<Region, RegionView> views = new HashMap<>();
    private Life life;
    private ControllerTurn controller;
    private Optional<CompletableFuture<Void>> turn = Optional.empty();
    private boolean awake;
    private boolean ticking;
    private boolean missed;
    private long audited;

    /** Somebody who follows the node's events. */
    private record Listener(Life life, Consumer<Long> heard) {}

    /** A node that is up. */
    public SimNode(LogParts parts, SimLog log, SimReplica replica, SimClock clock, Pulse pulse) {
        this.parts = parts;
        this.replica = replica;
        this.store = new SimStore(parts, log, replica);
        this.clock = clock;
        this.promises = pulse.promises();
        this.tick = pulse.tick();
        this.life = new Life(parts.agenda(), replica::crash);
        this.controller = controller();
        start();
    }

    /** How often its controller tells the log of time, and who watches. */
    public record Pulse(Duration tick, Promises promises) {}

    private ControllerTurn controller() {
        return new ControllerTurn(store, new RolloutPlanner(id(), PlannerSettings.defaults()),
                new ControllerSettings(clock, clock::nanos, tick, PATIENCE));
    }

    NodeId id() {
        return new NodeId(replica.name());
    }

    /** Its store. */
    public SimStore store() {
        return store;
    }

    /** Its clocks. */
    public SimClock clock() {
        return clock;
    }

    /** Whether its process runs. */
    public boolean up() {
        return replica.up();
    }

    /** Its process is killed; with a loss of power, what its disk had not synced is gone as well. */
    public void crash(boolean power) {
        if (up()) {
            life.end();
            replica.crash();
        }
        if (power) {
            replica.losePower();
        }
    }

    /** Its process starts again, unless it runs. */
    public void restart() {
        if (up()) {
            return;
        }
        replica.restart();
        life = new Life(parts.agenda(), replica::crash);
        controller = controller();
        turn = Optional.empty();
        awake = false;
        ticking = false;
        views.clear();
        start();
    }

    private void start() {
        store.onApplied(notice -> {
            wake(BREATH);
            if (notice.auditSize() != audited) {
                audited = notice.auditSize();
                listeners.removeIf(l -> l.life().over());
                List.copyOf(listeners).forEach(l -> l.heard().accept(notice.index()));
            }
        });
    }

    void listen(Life of, Consumer<Long> heard) {
        listeners.add(new Listener(of, heard));
    }

    /** The view of a region; read once for each index, as it follows from the index alone. */
    RegionView view(Region region, RegistryState state) {
        RegionView known = views.get(region);
        long index = replica.appliedIndex();
        if (known == null || known.index() != index) {
            known = RegionView.of(state, region, index);
            views.put(region, known);
        }
        return known;
    }

    /** Proposes for somebody who is then held to what they were told. */
    CompletableFuture<Receipt> propose(Proposal proposal, Duration deadline) {
        return store.propose(proposal, deadline).thenApply(receipt -> {
            promises.acknowledged(proposal.actor().id(), proposal.requestId(), receipt);
            return receipt;
        });
    }

    private void wake(long wait) {
        if (!awake && replica.leads()) {
            awake = true;
            life.after(wait, "controller", () -> {
                awake = false;
                turn();
            });
        }
    }

    private void turn() {
        if (turn.filter(t -> !t.isDone()).isPresent()) {
            missed = true;
            return;
        }
        CompletableFuture<Void> taken = controller.take();
        turn = Optional.of(taken);
        if (!taken.isDone()) {
            life.after(PATIENCE.toNanos(), "impatience", () -> taken.cancel(false));
        }
        CompletableFuture<Void> unused = taken.whenComplete((done, failure) -> {
            if (failure != null) {
                judge(failure);
            }
            if (missed) {
                missed = false;
                wake(0);
            }
        });
        beat();
    }

    /** While it leads it looks once a tick. */
    private void beat() {
        if (!ticking && replica.leads()) {
            ticking = true;
            life.after(tick.toNanos(), "tick", () -> {
                ticking = false;
                turn();
            });
        }
    }

    private void judge(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        boolean expected = cause instanceof StoreFailure
                || cause instanceof java.util.concurrent.CancellationException;
        if (!expected) {
            promises.broken("nothing-stumbles", "the controller of " + replica.name() + ": " + cause);
        }
    }
}
