package io.althing.chaos.sim.part;

import io.althing.agent.Answer;
import io.althing.agent.RegistryLink;
import io.althing.chaos.sim.time.Dice;
import io.althing.registry.Actor;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.ModelVersion;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Region;
import io.althing.registry.RegionView;
import io.althing.registry.Rejection;
import io.althing.registry.Sha256;
import io.althing.registry.Table;
import io.althing.registry.VersionId;
import io.althing.store.Consistency;
import io.althing.store.Receipt;
import io.althing.store.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** An agent's line to its region's node: short, but answers may be lost or come twice as late, and the node may be down. */
final class SimLink implements RegistryLink {
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final long MARGIN = 500_000_000L;
    private static final Consistency NOW = new Consistency.Linearizable(DEADLINE);

    private final Region region;
    private final SimNode node;
    private final Life life;
    private final Dice dice;
    private final Line line;

    /** What ails the line; shared by all lives of an agent. */
    static final class Line {
        private double lost;
        private boolean eventsLost;

        /** From now on answers to what is told are lost with this probability. */
        void lose(double probability) {
            lost = probability;
        }

        /** Whether events do not come through. */
        void loseEvents(boolean now) {
            eventsLost = now;
        }
    }

    SimLink(Region region, SimNode node, Life life, Dice dice, Line line) {
        this.region = region;
        this.node = node;
        this.life = life;
        this.dice = dice;
        this.line = line;
    }

    private long way() {
        return dice.between(100_000, 2_000_000);
    }

    /** Asks the node; completes with what it answers, or with {@code silence} when it does not. */
    private <T> CompletableFuture<Answer<T>> ask(String label, Function<SimNode, CompletableFuture<Answer<T>>> question,
            Answer<T> silence, double lost) {
        life.require();
        var answer = new CompletableFuture<Answer<T>>();
        life.after(way(), label, () -> {
            if (!node.up()) {
                answer.complete(new Answer.NotNow<>("the node does not answer (connection refused)"));
                return;
            }
            life.after(DEADLINE.toNanos() + MARGIN, "silence", () -> answer.complete(silence));
            CompletableFuture<Answer<T>> unused = question.apply(node).whenComplete((said, failure) -> {
                if (!dice.chance(lost)) {
                    Answer<T> heard = failure == null ? said : new Answer.Unknown<>(String.valueOf(failure));
                    life.after(way(), label, () -> answer.complete(heard));
                }
            });
        });
        return answer;
    }

    @Override
    public CompletableFuture<Answer<RegionView>> view(Freshness freshness) {
        Consistency consistency = freshness == Freshness.LINEARIZABLE ? NOW : new Consistency.Local();
        return ask("view",
                there -> answered(there.store().read(consistency, state -> there.view(region, state)),
                        read -> read.value(), read -> read.index()),
                new Answer.NotNow<>("the node does not answer"), 0);
    }

    private static <R, T> CompletableFuture<Answer<T>> answered(CompletableFuture<R> future, Function<R, T> value,
            Function<R, Long> index) {
        return future.handle((result, failure) -> failure == null
                ? new Answer.Accepted<>(value.apply(result), index.apply(result))
                : failed(failure));
    }

    static <T> Answer<T> failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (!(cause instanceof StoreFailure known)) {
            throw new IllegalStateException("a store fails with a store failure", cause);
        }
        return switch (known.reason()) {
            case OUTCOME_UNKNOWN -> new Answer.Unknown<>(String.valueOf(known.getMessage()));
            case NO_QUORUM, OVERLOADED, NOT_LEADER, TOO_FAR_BEHIND, REPLICAS_DIFFER, TOO_EARLY, DISK_FULL, STOPPED ->
                new Answer.NotNow<>(String.valueOf(known.getMessage()));
        };
    }

    @Override
    public CompletableFuture<Answer<Long>> tell(String requestId, Command command) {
        return ask("tell", there -> there.propose(proposal(there, requestId, command), DEADLINE)
                .handle((receipt, failure) -> failure == null ? said(receipt) : failed(failure)),
                new Answer.Unknown<>("the node does not answer"), line.lost);
    }

    private Proposal proposal(SimNode there, String requestId, Command command) {
        return new Proposal(requestId, actor(region), there.id(), Optional.empty(), command);
    }

    static Actor actor(Region region) {
        return new Actor("agent-" + region, Actor.Kind.AGENT, Optional.of(region), List.of(Actor.Role.AGENT), "token",
                Optional.empty());
    }

    private static Answer<Long> said(Receipt receipt) {
        return switch (receipt.outcome()) {
            case Outcome.Accepted accepted -> new Answer.Accepted<>(receipt.index(), receipt.index());
            case Outcome.Rejected rejected -> new Answer.Rejected<>(rule(rejected.rejection()),
                    rejected.rejection().detail());
        };
    }

    private static String rule(Rejection rejection) {
        return rejection instanceof Rejection.NotNow notNow
                ? notNow.rule()
                : rejection.getClass().getSimpleName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    @Override
    public CompletableFuture<Answer<Blob>> blob(Sha256 digest) {
        return found("blob", there -> there.store().read(NOW, state -> state.get(Table.BLOBS, digest.value()))
                .thenApply(read -> read.value()));
    }

    @Override
    public CompletableFuture<Answer<ModelVersion>> version(ModelName model, VersionId version) {
        return found("version", there -> there.store()
                .read(new Consistency.Local(), state -> state.get(Table.VERSIONS, Table.key(model, version)))
                .thenApply(read -> read.value()));
    }

    private <T> CompletableFuture<Answer<T>> found(String label,
            Function<SimNode, CompletableFuture<Optional<T>>> query) {
        return ask(label, there -> query.apply(there).handle((value, failure) -> failure != null
                ? failed(failure)
                : value.<Answer<T>>map(v -> new Answer.Accepted<>(v, 0))
                        .orElseGet(() -> new Answer.Rejected<>("not-found", "there is none"))),
                new Answer.NotNow<>("the node does not answer"), 0);
    }

    @Override
    public void onEvent(Runnable wake) {
        Consumer<Long> listener = index -> {
            if (!line.eventsLost) {
                life.after(way(), "event", wake);
            }
        };
        node.listen(life, listener);
    }

    @Override
    public void close() {
        // ends with its process
    }
}
