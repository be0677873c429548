package io.althing.chaos.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Load in which each of some callers asks, waits for the answer, and asks again. */
final class ClosedLoop {
    /** One caller, used by one thread. */
    interface Caller extends AutoCloseable {
        /** Asks once and waits; throws if the answer is not a good one. */
        void ask() throws Exception;

        @Override
        default void close() throws IOException {}
    }

    /**
     * What a run showed.
     *
     * @param callers how many asked at the same time
     * @param nanos the run's length
     * @param latencies of every question, in nanoseconds
     */
    record Result(int callers, long nanos, Histogram latencies) {
        double perSecond() {
            return latencies.getTotalCount() * 1e9 / nanos;
        }

        double micros(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e3;
        }
    }

    private ClosedLoop() {}

    /** Runs for a warm-up of a third of the time, unmeasured, and then for the time. */
    static Result run(List<? extends Caller> callers, Duration time) throws InterruptedException, ExecutionException {
        measure(callers, time.dividedBy(3));
        return measure(callers, time);
    }

    private static Result measure(List<? extends Caller> callers, Duration time)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Callable<Histogram>> loops = new ArrayList<>();
        for (Caller caller : callers) {
            loops.add(() -> loop(caller, end));
        }
        Histogram all = histogram();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers.size())) {
            for (Future<Histogram> one : threads.invokeAll(loops)) {
                all.add(one.get());
            }
        }
        return new Result(callers.size(), System.nanoTime() - start, all);
    }

    private static Histogram loop(Caller caller, long end) throws Exception {
        Histogram latencies = histogram();
        for (long before = System.nanoTime(); before - end < 0;) {
            caller.ask();
            long after = System.nanoTime();
            latencies.recordValue(Math.min(after - before, TimeUnit.MINUTES.toNanos(1)));
            before = after;
        }
        return latencies;
    }

    private static Histogram histogram() {
        return new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    }
}
