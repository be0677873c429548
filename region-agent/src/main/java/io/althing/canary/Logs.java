package io.althing.canary;

/** Arithmetic on logarithms, the same on every machine. */
final class Logs {

    private Logs() {}

    /** ln(eᵃ + eᵇ). */
    static double add(double a, double b) {
        double high = Math.max(a, b);
        double low = Math.min(a, b);
        return low == Double.NEGATIVE_INFINITY ? high : high + StrictMath.log1p(StrictMath.exp(low - high));
    }

    /** ln Σ weightᵢ·exp(logᵢ). */
    static double mix(double[] weights, double[] logs) {
        double max = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            max = Math.max(max, log);
        }
        if (max == Double.NEGATIVE_INFINITY) {
            return max;
        }
        double sum = 0;
        for (int i = 0; i < logs.length; i++) {
            sum += weights[i] * StrictMath.exp(logs[i] - max);
        }
        return max + StrictMath.log(sum);
    }
}
