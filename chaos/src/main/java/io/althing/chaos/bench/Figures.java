package io.althing.chaos.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The medians of several measurements of the same load on the same store.
 *
 * @param lowest the slowest run's rate
 * @param highest the fastest run's rate
 */
record Figures(double perSecond, double lowest, double highest, double p50Millis, double p99Millis,
        double serverMicros, double generatorMicros, double residentMib, long failed) {
    private static final double MIB = 1 << 20;

    static Figures of(List<Measurement> runs) {
        return new Figures(median(runs, Measurement::perSecond),
                runs.stream().mapToDouble(Measurement::perSecond).min().orElse(0),
                runs.stream().mapToDouble(Measurement::perSecond).max().orElse(0),
                median(runs, m -> m.millisAt(50)), median(runs, m -> m.millisAt(99)),
                median(runs, Measurement::serverMicrosPerOperation),
                median(runs, Measurement::generatorMicrosPerOperation), median(runs, m -> m.serverBytes() / MIB),
                runs.stream().mapToLong(Measurement::failed).sum());
    }

    private static double median(List<Measurement> runs, ToDoubleFunction<Measurement> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return Medians.ofSorted(sorted);
    }

    /** The middle of sorted numbers. */
    static final class Medians {
        private Medians() {}

        static double of(double... numbers) {
            double[] sorted = numbers.clone();
            Arrays.sort(sorted);
            return ofSorted(sorted);
        }

        private static double ofSorted(double... sorted) {
            int middle = sorted.length / 2;
            if (sorted.length == 0) {
                return Double.NaN;
            }
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}
