package io.althing.chaos.sim.part;

import io.althing.agent.Observations;
import io.althing.chaos.sim.time.Agenda;
import io.althing.chaos.sim.time.Dice;
import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import io.althing.serving.InForce;
import io.althing.telemetry.ArmWindow;
import io.althing.telemetry.ArmWindows;
import io.althing.telemetry.LabelCounts;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A region's users and what its telemetry makes of them: so many requests a second, divided as the gateway says, each version with its
 * own true quality, labels when their window ends. The telemetry may be late, fail, or lie about the canary.
 */
final class SimTraffic implements Observations {
    private static final double NANOS = 1e9;

    private final Agenda agenda;
    private final Dice dice;
    private final double perSecond;
    private final Map<VersionId, Quality> qualities;
    private final Map<ModelName, Deque<Due>> labels = new HashMap<>();
    private final Map<Place, EnumMap<Side, Counts>> counts = new HashMap<>();
    private final Map<ModelName, Counts> outside = new HashMap<>();
    private final Map<ModelName, InForce> split = new HashMap<>();
    private Metrics metrics = Metrics.HONEST;
    private long window;
    private long since;

    private enum Side {
        STABLE, CANARY
    }

    private record Place(ModelName model, RolloutId rollout) {}

    private record Due(long at, Optional<Place> place, Side side, LabelCounts counts) {}

    private static final class Counts {
        private long requests;
        private long errors;
        private LabelCounts labels = LabelCounts.NONE;

        ArmWindow taken() {
            var window = new ArmWindow(requests, errors, List.of(), labels);
            requests = 0;
            errors = 0;
            labels = LabelCounts.NONE;
            return window;
        }
    }

    SimTraffic(Agenda agenda, Dice dice, double perSecond, Map<VersionId, Quality> qualities) {
        this.agenda = agenda;
        this.dice = dice;
        this.perSecond = perSecond;
        this.qualities = Map.copyOf(qualities);
    }

    void metrics(Metrics now) {
        metrics = now;
    }

    /** The traffic is divided like this from now on. */
    void route(InForce inForce) {
        pass();
        split.put(inForce.model(), inForce);
    }

    /** Lets the users have come that came since. */
    private void pass() {
        double seconds = (agenda.now() - since) / NANOS;
        since = agenda.now();
        split.forEach((model, now) -> {
            long all = dice.successes(StrictMath.round(perSecond * seconds * 2), 0.5);
            now.stable().ifPresent(stable -> {
                if (now.canary().isEmpty()) {
                    come(model, Optional.empty(), Side.STABLE, stable, all);
                } else {
                    var place = new Place(model, now.canary().get().rollout());
                    long canary = dice.successes(all, now.canaryWeight() / 10_000.0);
                    come(model, Optional.of(place), Side.CANARY, now.canary().get().version(), canary);
                    come(model, Optional.of(place), Side.STABLE, stable, all - canary);
                }
            });
            due(model);
        });
    }

    private void come(ModelName model, Optional<Place> place, Side side, VersionId version, long requests) {
        Quality quality = qualities.getOrDefault(version, new Quality(0, 1));
        if (side == Side.CANARY) {
            quality = metrics.told(quality);
        }
        long errors = dice.successes(requests, quality.errors());
        Counts into = counts(model, place, side);
        into.requests += requests;
        into.errors += errors;
        long labelled = dice.successes(requests - errors, 0.8);
        long right = dice.successes(labelled, quality.accuracy());
        labels.computeIfAbsent(model, m -> new ArrayDeque<>())
                .add(new Due(agenda.now() + window, place, side, new LabelCounts(requests, labelled, right)));
    }

    private void due(ModelName model) {
        Deque<Due> waiting = labels.getOrDefault(model, new ArrayDeque<>());
        while (!waiting.isEmpty() && waiting.peek().at() <= agenda.now()) {
            Due due = waiting.remove();
            Counts into = counts(model, due.place(), due.side());
            into.labels = plus(into.labels, due.counts());
        }
    }

    private static LabelCounts plus(LabelCounts one, LabelCounts other) {
        return new LabelCounts(one.entered() + other.entered(), one.labelled() + other.labelled(),
                one.correct() + other.correct());
    }

    private Counts counts(ModelName model, Optional<Place> place, Side side) {
        return place
                .map(p -> counts.computeIfAbsent(p, x -> new EnumMap<>(Side.class)).computeIfAbsent(side,
                        x -> new Counts()))
                .orElseGet(() -> outside.computeIfAbsent(model, x -> new Counts()));
    }

    @Override
    public ArmWindows ofRollout(ModelName model, RolloutId rollout) {
        if (metrics == Metrics.FAILING) {
            throw new UncheckedIOException(new java.io.IOException("the metrics cannot be reached"));
        }
        pass();
        if (metrics == Metrics.SLOW) {
            return ArmWindows.EMPTY;
        }
        Optional<Place> place = Optional.of(new Place(model, rollout));
        return new ArmWindows(counts(model, place, Side.STABLE).taken(), counts(model, place, Side.CANARY).taken());
    }

    @Override
    public ArmWindow outsideRollouts(ModelName model) {
        pass();
        return counts(model, Optional.empty(), Side.STABLE).taken();
    }

    @Override
    public void labelWindow(ModelName model, Duration age) {
        window = age.toNanos();
    }

    @Override
    public void newStep(ModelName model, RolloutId rollout) {
        // every simulated request is of a unit of its own
    }

    @Override
    public void forget(ModelName model, RolloutId rollout) {
        counts.remove(new Place(model, rollout));
    }
}
