package io.althing.chaos.script;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import io.althing.chaos.history.Operation;
import io.althing.chaos.history.Operation.Outcome;
import java.util.Arrays;
import java.util.List;

/**
 * A run in numbers.
 *
 * @param offered operations a second that were sent, calm and storm together
 * @param acknowledged writes that were acknowledged
 * @param unknown operations of unknown outcome
 * @param p50Millis median latency of acknowledged writes
 * @param p99Millis of the same
 * @param longestGapMillis the longest time in which no write was acknowledged
 * @param recoveryMillis the longest time from a healing to the first acknowledged write begun after it
 * @param terms how far the term rose
 */
public record DrillFigures(long operations, double offered, long acknowledged, long unknown, double p50Millis,
        double p99Millis, double longestGapMillis, double recoveryMillis, long terms) {
    private static final double MILLI = 1e6;

    /** The figures of a history. */
    public static DrillFigures of(History history) {
        List<Operation> all = history.operations();
        List<Operation> writes = all.stream().filter(o -> o.writes() && o.ok()).toList();
        long[] latencies = writes.stream().mapToLong(o -> o.returned() - o.called()).sorted().toArray();
        long first = all.stream().mapToLong(Operation::called).min().orElse(0);
        long last = all.stream().mapToLong(Operation::called).max().orElse(1);
        long unknown = all.stream().filter(o -> o.outcome() == Outcome.UNKNOWN).count();
        return new DrillFigures(all.size(), all.size() / Math.max(1e-9, (last - first) / 1e9), writes.size(), unknown,
                quantile(latencies, 0.5), quantile(latencies, 0.99), longestGap(writes, first, last),
                recovery(history, writes), terms(history));
    }

    private static double quantile(long[] sorted, double q) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1, Math.floor(q * sorted.length))] / MILLI;
    }

    private static double longestGap(List<Operation> writes, long first, long last) {
        long[] ends = writes.stream().mapToLong(Operation::returned).sorted().toArray();
        long before = first;
        long longest = 0;
        for (long end : ends) {
            longest = Math.max(longest, end - before);
            before = end;
        }
        return Math.max(longest, last - before) / MILLI;
    }

    private static double recovery(History history, List<Operation> writes) {
        return history.faults().stream().mapToDouble(f -> writes.stream().filter(o -> o.called() >= f.end())
                .mapToLong(o -> o.returned() - f.end()).min().orElse(0) / MILLI).max().orElse(0);
    }

    private static long terms(History history) {
        long[] terms = history.all(Line.Sample.class).stream().mapToLong(Line.Sample::term).filter(t -> t > 0)
                .toArray();
        return terms.length == 0 ? 0 : Arrays.stream(terms).max().orElse(0) - Arrays.stream(terms).min().orElse(0);
    }
}
