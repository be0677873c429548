package io.althing.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What one arm showed in one stretch of time.
 *
 * @param arrivals units routed to the arm, as whoever splits the traffic counted them; for the check of the sample ratio
 * @param requests requests answered or failed that count: in a rollout, the first of each unit in the step; mistakes of callers do not count
 * @param errors how many of them the version failed, even if stable answered in its place
 * @param latencies how long they took, ascending
 * @param labels the requests whose label window ended in this stretch
 * @param values business metrics known at once
 * @param outcomes business metrics that came until the label window ended
 */
public record ArmWindow(long arrivals, long requests, long errors, List<LatencyCount> latencies, LabelCounts labels,
        List<Measured> values, Outcomes outcomes) {
    /** Nothing seen. */
    public static final ArmWindow EMPTY = new ArmWindow(0, 0, List.of(), LabelCounts.NONE);

    /**
     * Requests that took about equally long.
     *
     * @param micros microseconds, exact to three digits
     * @param count how many, above 0
     */
    public record LatencyCount(long micros, long count) {}

    /** Takes copies of the lists. */
    public ArmWindow {
        latencies = List.copyOf(latencies);
        values = List.copyOf(values);
    }

    /** One in which every request arrived by itself. */
    public ArmWindow(long requests, long errors, List<LatencyCount> latencies, LabelCounts labels,
            List<Measured> values, Outcomes outcomes) {
        this(requests, requests, errors, latencies, labels, values, outcomes);
    }

    /** One without business metrics. */
    public ArmWindow(long requests, long errors, List<LatencyCount> latencies, LabelCounts labels) {
        this(requests, errors, latencies, labels, List.of(), Outcomes.NONE);
    }

    /** The same with requests, errors and latencies as another counted them. */
    public ArmWindow measured(ArmWindow by) {
        return new ArmWindow(arrivals, by.requests, by.errors, by.latencies, labels, values, outcomes);
    }

    /** Both together. */
    public ArmWindow plus(ArmWindow other) {
        TreeMap<Long, Long> counts = new TreeMap<>();
        latencies.forEach(latency -> counts.merge(latency.micros(), latency.count(), Long::sum));
        other.latencies.forEach(latency -> counts.merge(latency.micros(), latency.count(), Long::sum));
        List<LatencyCount> merged = new ArrayList<>();
        counts.forEach((micros, count) -> merged.add(new LatencyCount(micros, count)));
        return new ArmWindow(arrivals + other.arrivals, requests + other.requests, errors + other.errors, merged,
                labels.plus(other.labels),
                ValueTally.sum(values, other.values), outcomes.plus(other.outcomes));
    }
}
