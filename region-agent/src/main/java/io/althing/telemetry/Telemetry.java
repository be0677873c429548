package io.althing.telemetry;

import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.serving.Answered;
import io.althing.canary.Arm;
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
        return join == null ? Fate.UNKNOWN : join.label(feedback.key(), feedback.label(), nanoClock.getAsLong());
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

    /** What stable showed outside any rollout since the last call: the baseline before one, the recovery after it. */
    public ArmWindow drainOutsideRollouts(ModelName model) {
        return drain(model, Optional.empty(), Arm.STABLE);
    }

    /** Forgets a finished rollout's counters, once its last look is taken and its route is gone. */
    public void forget(ModelName model, RolloutId rollout) {
        arms.keySet().removeIf(key -> key.model().equals(model) && key.rollout().equals(Optional.of(rollout)));
        units.remove(new Trial(model, rollout));
    }

    private ArmWindow drain(ModelName model, Optional<RolloutId> rollout, Arm arm) {
        LabelCounts labels = join(model).drain(rollout, arm, nanoClock.getAsLong());
        ArmWindow sum = new ArmWindow(0, 0, List.of(), labels);
        for (Map.Entry<ArmKey, Counting> entry : arms.entrySet()) {
            ArmKey key = entry.getKey();
            if (key.model().equals(model) && key.rollout().equals(rollout) && key.arm().equals(Optional.of(arm))) {
                sum = sum.plus(entry.getValue().counters.drain(LabelCounts.NONE));
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
            if (request.prediction().isPresent() && !request.failed()) {
                var prediction = new FeedbackJoin.Prediction(request.requestId(), request.unit(), key.rollout(),
                        key.arm().orElseThrow(), request.prediction().get());
                if (first) {
                    join(key.model()).predicted(prediction, nanoClock.getAsLong());
                } else {
                    join(key.model()).remembered(prediction, nanoClock.getAsLong());
                }
            }
        }

        /** Counts the request if it is the first of its unit, and says whether it is. */
        private boolean first(Answered request) {
            if (key.rollout().isPresent() && !request.unit().equals(request.requestId())) {
                return units(key.model(), key.rollout().get()).first(request.unit(),
                        new StepUnits.First(key.arm().orElseThrow(), counters, request.failed(), request.nanos()));
            }
            counters.count(request.failed(), request.nanos());
            return true;
        }
    }
}
