package io.althing.telemetry;

import io.althing.canary.Arm;
import io.althing.registry.RolloutId;
import io.althing.serving.FeedbackSink.Fate;
import io.althing.serving.FeedbackSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Joins labels with the predictions of one model. Every request is judged at the same age, the window after it was
 * assigned to its arm, by what is known then: so the arms are compared over requests of the same time, and an arm whose mistakes
 * are labelled sooner does not look worse. Labels after that are counted as late and change nothing.
 *
 * <p>A unit judged in one arm and met in the other before its age is left out.
 *
 * <p>Bounded: when it holds as many undecided requests as it may, further ones are left out, whatever their arm, and counted. Decided
 * requests are remembered while there is room, to know late and repeated labels. Times are arguments, in nanoseconds of a
 * monotonic clock. Safe for use by several threads.
 */
public final class FeedbackJoin {
    /**
     * How long and how much it remembers.
     *
     * @param window the age at which a request is judged
     * @param capacity the most requests remembered
     */
    public record Settings(Duration window, int capacity) {
        /** @throws IllegalArgumentException if either is not above 0 */
        public Settings {
            if (capacity < 1 || window.isNegative() || window.isZero()) {
                throw new IllegalArgumentException("window and capacity must be above 0: " + window + ", " + capacity);
            }
        }
    }

    /** A request: whose, on which side, and what was predicted, if anything was. */
    public record Prediction(String requestId, String unit, Optional<RolloutId> rollout, Arm arm,
            Optional<String> value) {
        /** One with a value. */
        public Prediction(String requestId, String unit, Optional<RolloutId> rollout, Arm arm, String value) {
            this(requestId, unit, rollout, arm, Optional.of(value));
        }
    }

    /** What labels amounted to, since the start. */
    public record Totals(long joined, long late, long duplicate, long unknown, long leftOut) {}

    private final Settings settings;
    private final Map<String, Entry> byRequest = new HashMap<>();
    private final Map<String, Entry> latestOfUnit = new HashMap<>();
    private final Map<String, Entry> countingOfUnit = new HashMap<>();
    private final Deque<Entry> undecided = new ArrayDeque<>();
    private final Deque<Entry> decided = new ArrayDeque<>();
    private final Map<Optional<RolloutId>, Map<Arm, Aged>> judged = new HashMap<>();
    private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    private long leftOut;

    /** Remembers nothing yet. */
    public FeedbackJoin(Settings settings) {
        this.settings = settings;
    }

    Settings settings() {
        return settings;
    }

    /** Takes note of a prediction just made, to be judged at its age. A request id seen before is ignored. */
    public synchronized void predicted(Prediction prediction, long now) {
        note(new Entry(prediction, now, true), now);
    }

    /** Takes note of a prediction so that its label finds it; it is never judged, for its unit counts by another request. */
    public synchronized void remembered(Prediction prediction, long now) {
        note(new Entry(prediction, now, false), now);
    }

    private void note(Entry entry, long now) {
        judgeOld(now);
        if (byRequest.size() >= settings.capacity()) {
            if (decided.isEmpty()) {
                leftOut++;
                return;
            }
            forget(decided.removeFirst());
        }
        String unit = entry.prediction.unit();
        if (byRequest.putIfAbsent(entry.prediction.requestId(), entry) == null) {
            latestOfUnit.put(unit, entry);
            undecided.addLast(entry);
            Entry counting = countingOfUnit.get(unit);
            if (counting != null && counting.inOtherArm(entry)) {
                counting.counts = false;
            }
            if (entry.counts) {
                countingOfUnit.put(unit, entry);
            }
        }
    }

    /** Takes a label. */
    public synchronized Fate label(FeedbackSink.Key key, String label, long now) {
        judgeOld(now);
        Entry entry = find(key);
        Fate fate = entry == null || entry.prediction.value().isEmpty() ? Fate.UNKNOWN : entry.take(label);
        fates.merge(fate, 1L, Long::sum);
        return fate;
    }

    /** Takes business metrics that came of a request. A metric given again for it is ignored. */
    public synchronized Fate outcome(FeedbackSink.Key key, Map<String, Double> values, long now) {
        judgeOld(now);
        Entry entry = find(key);
        return entry == null ? Fate.UNKNOWN : entry.take(values);
    }

    private @Nullable Entry find(FeedbackSink.Key key) {
        return switch (key) {
            case FeedbackSink.Key.ByRequest request -> byRequest.get(request.requestId());
            case FeedbackSink.Key.ByUnit unit -> latestOfUnit.get(unit.unit());
        };
    }

    /** The labels of the requests of a rollout that were judged since the last call for it and arm. */
    public LabelCounts drain(Optional<RolloutId> rollout, Arm arm, long now) {
        return take(rollout, arm, now).labels();
    }

    /** Requests that reached their age: their labels, and what came of them. */
    record Judged(LabelCounts labels, Outcomes outcomes) {}

    synchronized Judged take(Optional<RolloutId> rollout, Arm arm, long now) {
        judgeOld(now);
        Map<Arm, Aged> arms = judged.getOrDefault(rollout, Map.of());
        Aged aged = arms.isEmpty() ? null : arms.remove(arm);
        if (arms.isEmpty()) {
            judged.remove(rollout);
        }
        return aged == null ? new Judged(LabelCounts.NONE, Outcomes.NONE) : aged.judged();
    }

    /** Adds up requests that reached their age. */
    private static final class Aged {
        private final ValueTally values = new ValueTally();
        private LabelCounts labels = LabelCounts.NONE;
        private long entered;

        void add(Entry entry) {
            labels = labels.plus(entry.label());
            values.add(entry.values);
            entered++;
        }

        Judged judged() {
            return new Judged(labels, new Outcomes(entered, values.drain()));
        }
    }

    /** What labels amounted to, since the start. */
    public synchronized Totals totals() {
        return new Totals(fates.getOrDefault(Fate.JOINED, 0L), fates.getOrDefault(Fate.LATE, 0L),
                fates.getOrDefault(Fate.DUPLICATE, 0L), fates.getOrDefault(Fate.UNKNOWN, 0L), leftOut);
    }

    /** How many requests are remembered. */
    public synchronized int size() {
        return byRequest.size();
    }

    private void judgeOld(long now) {
        long window = settings.window().toNanos();
        for (Entry oldest = undecided.peekFirst(); oldest != null
                && now - oldest.assignedAt > window; oldest = undecided.peekFirst()) {
            undecided.removeFirst();
            oldest.decided = true;
            decided.addLast(oldest);
            countingOfUnit.remove(oldest.prediction.unit(), oldest);
            if (oldest.counts) {
                judged.computeIfAbsent(oldest.prediction.rollout(), rollout -> new EnumMap<>(Arm.class))
                        .computeIfAbsent(oldest.prediction.arm(), arm -> new Aged()).add(oldest);
            }
        }
    }

    private void forget(Entry entry) {
        byRequest.remove(entry.prediction.requestId());
        latestOfUnit.remove(entry.prediction.unit(), entry);
    }

    /** One remembered request. */
    private static final class Entry {
        private final Prediction prediction;
        private final long assignedAt;
        private @Nullable String label;
        private Map<String, Double> values = Map.of();
        private boolean decided;
        private boolean counts;

        Entry(Prediction prediction, long assignedAt, boolean counts) {
            this.prediction = prediction;
            this.assignedAt = assignedAt;
            this.counts = counts;
        }

        boolean inOtherArm(Entry later) {
            return prediction.rollout().equals(later.prediction.rollout())
                    && prediction.arm() != later.prediction.arm();
        }

        Fate take(String given) {
            if (label != null) {
                return Fate.DUPLICATE;
            }
            label = given;
            return decided ? Fate.LATE : Fate.JOINED;
        }

        Fate take(Map<String, Double> given) {
            if (decided) {
                return Fate.LATE;
            }
            Map<String, Double> both = new TreeMap<>(given);
            both.putAll(values);
            boolean news = both.size() > values.size();
            values = both;
            return news ? Fate.JOINED : Fate.DUPLICATE;
        }

        LabelCounts label() {
            return prediction.value().isEmpty()
                    ? LabelCounts.NONE
                    : new LabelCounts(1, label == null ? 0 : 1, prediction.value().get().equals(label) ? 1 : 0);
        }
    }
}
