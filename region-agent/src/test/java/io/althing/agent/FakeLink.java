package io.althing.agent;

import io.althing.registry.Actor;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.ModelVersion;
import io.althing.registry.NodeId;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Region;
import io.althing.registry.RegionView;
import io.althing.registry.RegistryState;
import io.althing.registry.Rejection;
import io.althing.registry.Sha256;
import io.althing.registry.Table;
import io.althing.registry.VersionId;
import io.althing.store.Consistency;
import io.althing.store.Read;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A link to a registry in this process, which can be cut, can lose answers, and can bring them late. */
final class FakeLink implements RegistryLink {
    /** What is wrong with the line. */
    enum Trouble {
        /** Nothing. */
        NONE,
        /** No quorum: the node answers from what it last applied. */
        CUT,
        /** Changes happen, but their answers never come: the outcome is unknown. */
        ANSWERS_LOST,
        /** Changes happen, but their answers wait until they are released. */
        ANSWERS_LATE
    }

    private static final Consistency NOW = new Consistency.Linearizable(Duration.ofSeconds(1));

    private final RegistryStore store;
    private final Region region;
    private final Actor actor;
    private final List<String> told = new ArrayList<>();
    private final List<Runnable> late = new ArrayList<>();
    private Trouble trouble = Trouble.NONE;
    private Optional<RegionView> applied = Optional.empty();

    FakeLink(RegistryStore store, Region region) {
        this.store = store;
        this.region = region;
        this.actor = new Actor("agent-" + region, Actor.Kind.AGENT, Optional.of(region), List.of(Actor.Role.AGENT),
                "token", Optional.empty());
    }

    void now(Trouble wrong) {
        trouble = wrong;
        if (wrong == Trouble.NONE) {
            late.forEach(Runnable::run);
            late.clear();
        }
    }

    /** The request ids of everything that was told and accepted, in order. */
    List<String> told() {
        return List.copyOf(told);
    }

    @Override
    public CompletableFuture<Answer<RegionView>> view(Freshness freshness) {
        if (trouble == Trouble.CUT) {
            return CompletableFuture.completedFuture(freshness == Freshness.LINEARIZABLE || applied.isEmpty()
                    ? new Answer.NotNow<>("no quorum")
                    : new Answer.Accepted<>(applied.get(), applied.get().index()));
        }
        RegionView view = read(state -> RegionView.of(state, region, store.status().appliedIndex()));
        applied = Optional.of(view);
        return CompletableFuture.completedFuture(new Answer.Accepted<>(view, view.index()));
    }

    private <T> T read(Function<RegistryState, T> query) {
        return store.read(NOW, query).thenApply(Read::value).join();
    }

    @Override
    public CompletableFuture<Answer<Long>> tell(String requestId, Command command) {
        if (trouble == Trouble.CUT) {
            return CompletableFuture.completedFuture(new Answer.NotNow<>("no quorum"));
        }
        Receipt receipt = store.propose(
                new Proposal(requestId, actor, new NodeId("node-" + region), Optional.empty(), command),
                Duration.ofSeconds(1)).join();
        Answer<Long> answer = switch (receipt.outcome()) {
            case Outcome.Accepted accepted -> new Answer.Accepted<>(receipt.index(), receipt.index());
            case Outcome.Rejected rejected -> new Answer.Rejected<>(rule(rejected.rejection()),
                    rejected.rejection().detail());
        };
        if (answer instanceof Answer.Accepted && !receipt.repeated()) {
            told.add(requestId);
        }
        if (trouble == Trouble.ANSWERS_LOST) {
            return CompletableFuture.completedFuture(new Answer.Unknown<>("the answer was lost"));
        }
        if (trouble == Trouble.ANSWERS_LATE) {
            var future = new CompletableFuture<Answer<Long>>();
            late.add(() -> future.complete(answer));
            return future;
        }
        return CompletableFuture.completedFuture(answer);
    }

    /** The word the HTTP face uses: the rule of a not-now, else the kind of refusal. */
    static String rule(Rejection rejection) {
        return rejection instanceof Rejection.NotNow notNow
                ? notNow.rule()
                : rejection.getClass().getSimpleName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    @Override
    public CompletableFuture<Answer<Blob>> blob(Sha256 digest) {
        return found(read(state -> state.get(Table.BLOBS, digest.value())));
    }

    @Override
    public CompletableFuture<Answer<ModelVersion>> version(ModelName model, VersionId version) {
        return found(read(state -> state.get(Table.VERSIONS, Table.key(model, version))));
    }

    private static <T> CompletableFuture<Answer<T>> found(Optional<T> value) {
        Answer<T> answer = value.<Answer<T>>map(v -> new Answer.Accepted<>(v, 0))
                .orElseGet(() -> new Answer.Rejected<>("not-found", "there is none"));
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public void onEvent(Runnable wake) {
        store.onApplied(notice -> wake.run());
    }

    @Override
    public void close() {
        // the store belongs to the test
    }
}
