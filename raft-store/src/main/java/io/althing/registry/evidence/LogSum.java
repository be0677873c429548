package io.althing.registry.evidence;

/** Sums of numbers given by their logarithms, in the order given. */
final class LogSum {

    private LogSum() {}

    static double of(double[] logs) {
        double max = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            max = Math.max(max, log);
        }
        if (Double.isInfinite(max)) {
            return max;
        }
        double sum = 0;
        for (double log : logs) {
            sum += StrictMath.exp(log - max);
        }
        return max + StrictMath.log(sum);
    }

    /** ln((1 + eˣ)/2), without overflow. */
    static double halfOnePlus(double x) {
        double log = x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
        return log - StrictMath.log(2);
    }
}
