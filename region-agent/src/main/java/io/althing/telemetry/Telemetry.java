package io.althing.telemetry;

import io.althing.canary.Arm;
import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.serving.Answered;
import io.althing.serving.ArmKey;
import io.althing.serving.FeedbackSink;
import io.althing.serving.InForce;
import io.althing.serving.TrafficObserver;
import io.althing.serving.TrafficSplit.Cause;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the gateway does, per model, rollout and arm, and joins the labels. Testers, and callers who named a version, are
 * left out of every comparison. During a rollout each unit counts once in a step, by its first request: see {@link #newStep}. Requests
 * that name no unit count each by itself. Safe for use by several threads; the hot path takes no lock but the join's and the units',
 * each held for one map entry.
 */
public final class Telemetry implements TrafficObserver, FeedbackSink, MetricSource {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    private final FeedbackJoin.Settings standard;
    private final LongSupplier nanoClock;
    private final Map<ArmKey, Counting> arms = new ConcurrentHashMap<>();
    private final Map<ModelName, FeedbackJoin> joins = new ConcurrentHashMap<>();
    private final Map<Trial, StepUnits> units = new ConcurrentHashMap<>();
    private final Map<Trial, Sightings> sightings = new ConcurrentHashMap<>();

    private record Trial(ModelName model, RolloutId rollout) {}

    /**
     * @param standard the label window of models that were not given another
     * @param nanoClock monotonic time, in nanoseconds
     */
    public Telemetry(FeedbackJoin.Settings standard, LongSupplier nanoClock) {
        this.standard = standard;
        this.nanoClock = nanoClock;
    }

    /** Gives a model's labels another window, from now on; requests not judged yet are forgotten. The same settings change nothing. */
    public void labels(ModelName model, FeedbackJoin.Settings settings) {
        joins.compute(model, (name, join) -> join != null && join.settings().equals(settings)
                ? join
                : new FeedbackJoin(settings));
    }

    /** What a model's labels amounted to, since the start or the last change of window. */
    public FeedbackJoin.Totals labelTotals(ModelName model) {
        return join(model).totals();
    }

    @Override
    public ArmObserver arm(ArmKey key) {
        return key.arm().isEmpty() ? request -> {} : arms.computeIfAbsent(key, Counting::new);
    }

    @Override
    public void routed(InForce inForce) {
        LOG.debug("model {} is now served as {}", inForce.model(), inForce);
    }

    @Override
    public Fate label(Feedback feedback) {
        FeedbackJoin join = joins.get(feedback.model());
        if (join == null) {
            return Fate.UNKNOWN;
        }
        Optional<Fate> outcome = feedback.values().isEmpty()
                ? Optional.empty()
                : Optional.of(join.outcome(feedback.key(), feedback.values(), nanoClock.getAsLong()));
        return feedback.label().map(label -> join.label(feedback.key(), label, nanoClock.getAsLong())).or(() -> outcome)
                .orElse(Fate.UNKNOWN);
    }

    /** A step begins: each unit counts once more. Units met since the last look stay as they were met. */
    public void newStep(ModelName model, RolloutId rollout) {
        units(model, rollout).newStep();
    }

    private StepUnits units(ModelName model, RolloutId rollout) {
        return units.computeIfAbsent(new Trial(model, rollout), trial -> new StepUnits());
    }

    @Override
    public ArmWindows drain(ModelName model, RolloutId rollout) {
        units(model, rollout).settle();
        return new ArmWindows(drain(model, Optional.of(rollout), Arm.STABLE),
                drain(model, Optional.of(rollout), Arm.CANARY));
    }

    /** What the versions were shown in a rollout since the last call for it, a unit once a step; a bounded number of units. */
    public List<Sighting> sightings(ModelName model, RolloutId rollout) {
        Sightings seen = sightings.get(new Trial(model, rollout));
        return seen == null ? List.of() : seen.drain();
    }

    /** What stable showed outside any rollout since the last call: the baseline before one, the recovery after it. */
    public ArmWindow drainOutsideRollouts(ModelName model) {
        return drain(model, Optional.empty(), Arm.STABLE);
    }

    /** Forgets a finished rollout's counters, once its last look is taken and its route is gone. */
    public void forget(ModelName model, RolloutId rollout) {
        arms.keySet().removeIf(key -> key.model().equals(model) && key.rollout().equals(Optional.of(rollout)));
        units.remove(new Trial(model, rollout));
        sightings.remove(new Trial(model, rollout));
    }

    private ArmWindow drain(ModelName model, Optional<RolloutId> rollout, Arm arm) {
        FeedbackJoin.Judged later = join(model).take(rollout, arm, nanoClock.getAsLong());
        ArmWindow sum = new ArmWindow(0, 0, List.of(), later.labels(), List.of(), later.outcomes());
        for (Map.Entry<ArmKey, Counting> entry : arms.entrySet()) {
            ArmKey key = entry.getKey();
            if (key.model().equals(model) && key.rollout().equals(rollout) && key.arm().equals(Optional.of(arm))) {
                sum = sum.plus(entry.getValue().counters.drain());
            }
        }
        return sum;
    }

    private FeedbackJoin join(ModelName model) {
        return joins.computeIfAbsent(model, name -> new FeedbackJoin(standard));
    }

    /** Counts the requests of one arm. */
    private final class Counting implements ArmObserver {
        private final ArmKey key;
        private final ArmCounters counters = new ArmCounters();

        Counting(ArmKey key) {
            this.key = key;
        }

        @Override
        public void answered(Answered request) {
            if (request.cause() == Cause.OVERRIDE) {
                return;
            }
            boolean first = first(request);
            var prediction = new FeedbackJoin.Prediction(request.requestId(), request.unit(), key.rollout(),
                    key.arm().orElseThrow(), request.failed() ? Optional.empty() : request.prediction());
            if (first) {
                join(key.model()).predicted(prediction, nanoClock.getAsLong());
                sighted(request);
            } else {
                join(key.model()).remembered(prediction, nanoClock.getAsLong());
            }
        }

        private void sighted(Answered request) {
            if (key.rollout().isPresent() && request.measures().sight().isPresent()) {
                sightings.computeIfAbsent(new Trial(key.model(), key.rollout().get()), trial -> new Sightings())
                        .add(new Sighting(request.unit(), key.arm().orElseThrow(), request.measures().sight().get()));
            }
        }

        /** Counts the request if it is the first of its unit, and says whether it is. */
        private boolean first(Answered request) {
            if (key.rollout().isPresent() && !request.unit().equals(request.requestId())) {
                return units(key.model(), key.rollout().get()).first(request.unit(),
                        new StepUnits.First(key.arm().orElseThrow(), counters, request.failed(), request.nanos(),
                                request.measures().values()));
            }
            counters.count(request.failed(), request.nanos(), request.measures().values());
            return true;
        }
    }
}
