package io.althing.agent;

import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.telemetry.ArmWindow;
import io.althing.telemetry.ArmWindows;
import io.althing.telemetry.PrometheusSource;
import io.althing.telemetry.Sighting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests, errors and latencies from a Prometheus server; labels, business metrics and arrivals from the agent's own telemetry. Prometheus
 * is asked in the background, so that a server that hangs does not keep the agent from going back; a look waits for its answer. If there is
 * none, the look has labels and business metrics alone, for harm that they show must not wait for another server; the first look with an
 * answer has all requests since.
 */
public final class PrometheusObservations implements Observations {
    private static final Logger LOG = LoggerFactory.getLogger(PrometheusObservations.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration FORGOTTEN = Duration.ofSeconds(30);

    private final Parts parts;
    private final Map<RolloutId, Question<ArmWindows>> looks = new HashMap<>();
    private final Map<ModelName, Question<ArmWindow>> outside = new HashMap<>();
    private final Set<RolloutId> begun = new HashSet<>();
    private final Set<RolloutId> partial = new HashSet<>();
    private boolean troubled;

    /**
     * What it works with.
     *
     * @param own what the agent itself sees
     * @param counting by whom units are counted
     * @param background asks; may block
     */
    public record Parts(Observations own, PrometheusSource source, Counting counting, AgentClock clock,
            Executor background) {}

    /** A question on its way, or answered and not yet used. */
    private record Question<T>(CompletableFuture<T> answer, AgentTime askedAt) {
        boolean answered() {
            return answer.isDone() && !answer.isCompletedExceptionally();
        }
    }

    /** Asks nothing yet. */
    public PrometheusObservations(Parts parts) {
        this.parts = parts;
    }

    private <T> Question<T> ask(Supplier<T> what) {
        return new Question<>(CompletableFuture.supplyAsync(what, parts.background()), parts.clock().now());
    }

    @Override
    public Counting counting() {
        return parts.counting();
    }

    @Override
    public void newStep(ModelName model, RolloutId rollout) {
        parts.own().newStep(model, rollout);
        if (!begun.contains(rollout)) {
            looks.computeIfAbsent(rollout, id -> ask(() -> parts.source().drain(model, rollout)));
        }
    }

    @Override
    public boolean atHand(ModelName model, RolloutId rollout) {
        Question<ArmWindows> open = looks.get(rollout);
        if (open != null && !open.answer().isDone()) {
            return false;
        }
        boolean answered = open != null && open.answered();
        if (open != null) {
            note(open);
        }
        if (open != null && (answered ? begun.contains(rollout) : rested(open))) {
            return true;
        }
        if (answered) {
            begun.add(rollout);
        }
        if (open == null || answered) {
            looks.put(rollout, ask(() -> parts.source().drain(model, rollout)));
        }
        return false;
    }

    private boolean rested(Question<?> question) {
        return parts.clock().now().since(question.askedAt().nanos()).compareTo(PAUSE) >= 0;
    }

    @Override
    public ArmWindows ofRollout(ModelName model, RolloutId rollout) {
        Question<ArmWindows> asked = looks.remove(rollout);
        if (asked == null || !asked.answer().isDone()) {
            throw new UncheckedIOException(new IOException("Prometheus has not answered yet"));
        }
        ArmWindows counted = asked.answered() ? asked.answer().join() : ArmWindows.EMPTY;
        if (asked.answered()) {
            partial.remove(rollout);
        } else {
            partial.add(rollout);
        }
        ArmWindows own = parts.own().ofRollout(model, rollout);
        return new ArmWindows(own.stable().measured(counted.stable()), own.canary().measured(counted.canary()));
    }

    @Override
    public boolean whole(RolloutId rollout) {
        return !partial.contains(rollout);
    }

    @Override
    public ArmWindow outsideRollouts(ModelName model) {
        ArmWindow own = parts.own().outsideRollouts(model);
        Question<ArmWindow> open = outside.get(model);
        if (open != null && (!open.answer().isDone() || !rested(open))) {
            return own.measured(ArmWindow.EMPTY);
        }
        boolean stale = open == null
                || parts.clock().now().since(open.askedAt().nanos()).compareTo(FORGOTTEN) > 0;
        if (stale) {
            parts.source().forget(model);
        }
        if (open != null) {
            note(open);
        }
        ArmWindow counted = !stale && open != null && open.answered() ? open.answer().join() : ArmWindow.EMPTY;
        outside.put(model, ask(() -> parts.source().drainStable(model)));
        return own.measured(counted);
    }

    /** Tells once when Prometheus stops answering, and once when it answers again. */
    private void note(Question<?> done) {
        if (done.answered()) {
            if (troubled) {
                LOG.info("Prometheus answers again; the next look has what was missed");
            }
            troubled = false;
        } else if (!troubled) {
            troubled = true;
            LOG.warn(
                    "{}; looks have no requests, errors and latencies until it answers, and nothing goes forward: check field prometheus of the agent's configuration",
                    reason(done.answer()));
        }
    }

    private static String reason(CompletableFuture<?> failed) {
        try {
            failed.join();
            return "no reason";
        } catch (CompletionException e) {
            return e.getCause() == null ? String.valueOf(e.getMessage()) : String.valueOf(e.getCause().getMessage());
        }
    }

    @Override
    public void labelWindow(ModelName model, Duration window) {
        parts.own().labelWindow(model, window);
    }

    @Override
    public List<Sighting> sightings(ModelName model, RolloutId rollout) {
        return parts.own().sightings(model, rollout);
    }

    @Override
    public void forget(ModelName model, RolloutId rollout) {
        parts.own().forget(model, rollout);
        begun.remove(rollout);
        partial.remove(rollout);
        Question<ArmWindows> open = looks.remove(rollout);
        parts.source().forget(rollout);
        if (open != null) {
            var unused = open.answer().whenComplete((windows, failure) -> parts.source().forget(rollout));
        }
    }
}
