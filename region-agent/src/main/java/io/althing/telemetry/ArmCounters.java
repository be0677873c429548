package io.althing.telemetry;

import io.althing.telemetry.ArmWindow.LatencyCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** The requests of one arm. Counting takes no lock; draining is for one thread at a time. */
final class ArmCounters {
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;

    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final ValueTally values = new ValueTally();
    private final Recorder latencies = new Recorder(LONGEST_MICROS, DIGITS);
    private @Nullable Histogram recycled;
    private long drainedRequests;
    private long drainedErrors;

    void count(boolean failed, long nanos, Map<String, Double> business) {
        values.add(business);
        latencies.recordValue(Math.min(LONGEST_MICROS, Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos))));
        requests.increment();
        if (failed) {
            errors.increment();
        }
    }

    /** What was counted since the last drain; errors are read first, so that there are never more of them than requests. */
    synchronized ArmWindow drain() {
        long errorsNow = errors.sum();
        long requestsNow = requests.sum();
        Histogram interval = latencies.getIntervalHistogram(recycled);
        recycled = interval;
        List<LatencyCount> counts = new ArrayList<>();
        for (HistogramIterationValue value : interval.recordedValues()) {
            counts.add(new LatencyCount(value.getValueIteratedTo(), value.getCountAddedInThisIterationStep()));
        }
        ArmWindow window = new ArmWindow(requestsNow - drainedRequests, errorsNow - drainedErrors, counts,
                LabelCounts.NONE, values.drain(), Outcomes.NONE);
        drainedRequests = requestsNow;
        drainedErrors = errorsNow;
        return window;
    }
}
