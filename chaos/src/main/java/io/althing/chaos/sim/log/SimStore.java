package io.althing.chaos.sim.log;

import io.althing.codec.Codecs;
import io.althing.registry.Proposal;
import io.althing.registry.RegistryState;
import io.althing.store.AuditReader;
import io.althing.store.Consistency;
import io.althing.store.Read;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import io.althing.store.StoreFailure;
import io.althing.store.StoreFailure.Reason;
import io.althing.store.StoreStatus;
import io.althing.store.StoredAudit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The registry as one replica of a simulated log shows it. Futures complete when the agenda comes to it; those of a process that died
 * never do.
 */
public final class SimStore implements RegistryStore {
    private static final Duration AGAIN = Duration.ofMillis(1500);
    private static final Duration IN_TERM = Duration.ofSeconds(30);

    private final LogParts parts;
    private final SimLog log;
    private final SimReplica replica;
    private final Codecs codecs;
    private final StoredAudit audit;

    /** The store of a replica. */
    public SimStore(LogParts parts, SimLog log, SimReplica replica) {
        this.parts = parts;
        this.log = log;
        this.replica = replica;
        this.codecs = parts.codecs();
        this.audit = new StoredAudit(() -> replica.machine().applier());
    }

    /** The replica it shows. */
    public SimReplica replica() {
        return replica;
    }

    private static <T> CompletableFuture<T> failed(Reason reason, String why) {
        return CompletableFuture.failedFuture(new StoreFailure(reason, why));
    }

    @Override
    public CompletableFuture<Receipt> propose(Proposal proposal, Duration deadline) {
        if (!replica.up()) {
            return failed(Reason.STOPPED, "the node is down");
        }
        return bring(codecs.proposals().encode(proposal), deadline).thenApply(c -> c.receipt().orElseThrow());
    }

    private CompletableFuture<Fate.Committed> bring(byte[] payload, Duration deadline) {
        var errand = new Errand(payload);
        parts.agenda().after(deadline, "deadline", errand::expire);
        errand.attempt();
        return errand.future;
    }

    @Override
    public CompletableFuture<Receipt> proposeInTerm(Proposal proposal, long term) {
        if (!replica.up() || !replica.leads() || replica.term() != term) {
            return failed(Reason.NOT_LEADER, replica.name() + " does not lead in term " + term);
        }
        var errand = new Errand(codecs.proposals().encode(proposal));
        parts.agenda().after(IN_TERM, "deadline", errand::expire);
        errand.inTerm(term);
        return errand.future.thenApply(c -> c.receipt().orElseThrow());
    }

    /** A proposal on its way to whoever leads, until it is answered or its deadline has passed. */
    private final class Errand {
        private final byte[] payload;
        private final CompletableFuture<Fate.Committed> future = new CompletableFuture<>();
        private boolean appended;
        private int tries;

        Errand(byte[] payload) {
            this.payload = payload;
        }

        void inTerm(long term) {
            appended = true;
            replica.append(payload, Optional.of(term), fate -> {
                if (fate instanceof Fate.Committed committed) {
                    future.complete(committed);
                } else {
                    boolean never = fate instanceof Fate.NotAppended;
                    future.completeExceptionally(new StoreFailure(never ? Reason.NOT_LEADER : Reason.OUTCOME_UNKNOWN,
                            "the leader changed"));
                }
            });
        }

        void attempt() {
            if (future.isDone() || !replica.up()) {
                return;
            }
            int number = ++tries;
            Optional<String> leader = replica.leader();
            if (leader.isEmpty()) {
                replica.onLeader(() -> parts.agenda().after(Duration.ofMillis(1), "led", () -> {
                    if (number == tries) {
                        attempt();
                    }
                }));
            } else if (leader.get().equals(replica.name())) {
                appended = true;
                replica.append(payload, Optional.empty(), fate -> settle(number, fate));
            } else {
                appended = true;
                forward(leader.get(), number);
            }
        }

        private void forward(String leader, int number) {
            parts.network().send(replica.name(), leader, "forward",
                    () -> log.replica(leader).append(payload, Optional.empty(), fate -> parts.network().send(leader,
                            replica.name(), "answer", () -> settle(number, fate))));
            parts.agenda().after(AGAIN, "again", () -> settle(number, new Fate.Unknown()));
        }

        private void settle(int number, Fate fate) {
            switch (fate) {
                case Fate.Committed committed -> future.complete(committed);
                case Fate.NotAppended no -> later(number);
                case Fate.Unknown unknown -> later(number);
            }
        }

        private void later(int number) {
            if (number == tries && !future.isDone()) {
                parts.agenda().after(Duration.ofMillis(100), "again", () -> {
                    if (number == tries) {
                        attempt();
                    }
                });
            }
        }

        void expire() {
            future.completeExceptionally(appended
                    ? new StoreFailure(Reason.OUTCOME_UNKNOWN, "no answer in time")
                    : new StoreFailure(Reason.NO_QUORUM, "no leader in time"));
        }
    }

    @Override
    public <T> CompletableFuture<Read<T>> read(Consistency consistency, Function<RegistryState, T> query) {
        if (!replica.up()) {
            return failed(Reason.STOPPED, "the node is down");
        }
        return switch (consistency) {
            case Consistency.Local local -> CompletableFuture.completedFuture(now(query, replica.silence()));
            case Consistency.AtLeast wanted -> reached(wanted.index(), wanted.timeout(),
                    () -> new StoreFailure(Reason.TOO_FAR_BEHIND, "index " + wanted.index() + " was not reached"))
                    .thenApply(index -> now(query, replica.silence()));
            case Consistency.Linearizable wanted -> readIndex(wanted.timeout())
                    .thenCompose(index -> reached(index, wanted.timeout(),
                            () -> new StoreFailure(Reason.NO_QUORUM, "the read index was not reached here in time")))
                    .thenApply(index -> now(query, 0));
        };
    }

    private <T> Read<T> now(Function<RegistryState, T> query, long ageNanos) {
        return new Read<>(query.apply(replica.machine().state()), replica.machine().index(), replica.term(),
                Duration.ofNanos(ageNanos));
    }

    private CompletableFuture<Long> reached(long index, Duration timeout,
            java.util.function.Supplier<StoreFailure> failure) {
        if (replica.machine().index() >= index) {
            return CompletableFuture.completedFuture(index);
        }
        var future = new CompletableFuture<Long>();
        Consumer<AppliedNotice> listener = notice -> {
            if (notice.index() >= index) {
                future.complete(index);
            }
        };
        replica.onApplied(listener);
        parts.agenda().after(timeout, "deadline", () -> future.completeExceptionally(failure.get()));
        return future.whenComplete((done, why) -> replica.forget(listener));
    }

    private CompletableFuture<Long> readIndex(Duration timeout) {
        var future = new CompletableFuture<Long>();
        parts.agenda().after(timeout, "deadline", () -> future
                .completeExceptionally(new StoreFailure(Reason.NO_QUORUM, "no quorum confirmed the read in time")));
        askLeader(future, timeout.toNanos() / 4);
        return future;
    }

    private void askLeader(CompletableFuture<Long> future, long patience) {
        if (future.isDone() || !replica.up()) {
            return;
        }
        Optional<String> leader = replica.leader();
        if (leader.isEmpty()) {
            replica.onLeader(() -> parts.agenda().after(Duration.ofMillis(1), "led", () -> askLeader(future,
                    patience)));
            return;
        }
        SimReplica asked = log.replica(leader.get());
        if (asked == replica) {
            confirm(asked, future::complete);
        } else {
            parts.network().send(replica.name(), asked.name(), "read", () -> confirm(asked, index -> parts.network()
                    .send(asked.name(), replica.name(), "read", () -> future.complete(index))));
        }
        parts.agenda().after(patience, "again", () -> askLeader(future, patience));
    }

    /** The leader asks a majority whether it still leads, one round over the network, and names what was committed when it was asked. */
    private void confirm(SimReplica asked, Consumer<Long> answer) {
        if (!asked.up() || !asked.settled()) {
            return;
        }
        long index = asked.commit();
        long term = asked.term();
        parts.agenda().after(parts.dice().between(200_000, 40_000_000), "confirm", () -> {
            if (log.confirmed(asked, term)) {
                answer.accept(index);
            }
        });
    }

    @Override
    public AuditReader audit() {
        return audit;
    }

    @Override
    public Registration onApplied(Consumer<AppliedNotice> listener) {
        replica.onApplied(listener);
        return () -> replica.forget(listener);
    }

    @Override
    public StoreStatus status() {
        Machine machine = replica.machine();
        List<StoreStatus.MemberStatus> members = log.replicas().stream()
                .map(r -> new StoreStatus.MemberStatus(r.node(), r.name(), true)).toList();
        return new StoreStatus(replica.node(), replica.leader().map(io.althing.registry.NodeId::new),
                replica.up() && replica.leads(), replica.term(), replica.disk().last(), machine.index(),
                Duration.ofNanos(replica.silence()), machine.applier().auditSize(), machine.applier().chainDigest(),
                members, machine.applier().levels(), false);
    }

    @Override
    public void close() {
        // the simulation ends by itself
    }
}
