package io.althing.chaos.canary;

/** Latencies of two arms on a fine logarithmic grid, and the usual tests on them. */
final class Histograms {
    private static final int CELLS = 512;
    private static final double PER_DOUBLING = 32;
    private static final double FIRST = Math.log(0.25);
    private static final double TWO_SIDED = 1.959964;
    private static final double KOLMOGOROV = 1.358;
    /** Of the time-uniform band of a distribution function at 5 %, tuned (Howard and Ramdas, arXiv 1906.09712). */
    private static final double BAND = 8.12;

    private final long[] canary = new long[CELLS];
    private final long[] stable = new long[CELLS];
    private final double[] sums = new double[4];
    private long canaryN;
    private long stableN;

    void add(boolean toCanary, double value) {
        int cell = (int) ((Math.log(value) - FIRST) / Math.log(2) * PER_DOUBLING);
        int in = Math.max(0, Math.min(CELLS - 1, cell));
        if (toCanary) {
            canary[in]++;
            canaryN++;
        } else {
            stable[in]++;
            stableN++;
        }
        int at = toCanary ? 0 : 2;
        sums[at] += value;
        sums[at + 1] += value * value;
    }

    void clear() {
        java.util.Arrays.fill(canary, 0);
        java.util.Arrays.fill(stable, 0);
        java.util.Arrays.fill(sums, 0);
        canaryN = 0;
        stableN = 0;
    }

    double canaryMean() {
        return sums[0] / canaryN;
    }

    double stableMean() {
        return sums[2] / stableN;
    }

    private static double quantile(long[] cells, long n, double q) {
        long below = 0;
        for (int i = 0; i < CELLS; i++) {
            if (below + cells[i] >= q * n && cells[i] > 0) {
                double inside = (q * n - below) / cells[i];
                return Math.exp(FIRST + (i + inside) / PER_DOUBLING * Math.log(2));
            }
            below += cells[i];
        }
        return 0;
    }

    /** Whether the canary's p95 is above one and a half times stable's. */
    boolean fixed() {
        return quantile(canary, canaryN, 0.95) > 1.5 * quantile(stable, stableN, 0.95);
    }

    /** Welch's t on the raw values, two-sided, 5 %. */
    boolean welch() {
        double a = canaryMean();
        double b = stableMean();
        double va = (sums[1] / canaryN - a * a) / canaryN;
        double vb = (sums[3] / stableN - b * b) / stableN;
        return Math.abs(a - b) > TWO_SIDED * Math.sqrt(va + vb);
    }

    /** The Mann–Whitney test on the raw values, two-sided, 5 %. */
    boolean mannWhitney() {
        double u = 0;
        double below = 0;
        double ties = 0;
        double n = canaryN + stableN;
        for (int i = 0; i < CELLS; i++) {
            u += canary[i] * (below + stable[i] / 2.0);
            below += stable[i];
            double tied = canary[i] + stable[i];
            ties += tied * tied * tied - tied;
        }
        double mean = canaryN * (double) stableN / 2;
        double variance = canaryN * (double) stableN / 12 * (n + 1 - ties / (n * (n - 1)));
        return Math.abs(u - mean) > TWO_SIDED * Math.sqrt(variance);
    }

    private double distance() {
        double f = 0;
        double g = 0;
        double largest = 0;
        for (int i = 0; i < CELLS; i++) {
            f += canary[i];
            g += stable[i];
            largest = Math.max(largest, Math.abs(f / canaryN - g / stableN));
        }
        return largest;
    }

    /** The Kolmogorov–Smirnov test, 5 %. */
    boolean kolmogorovSmirnov() {
        double n = canaryN * (double) stableN / (canaryN + stableN);
        return distance() > KOLMOGOROV / Math.sqrt(n);
    }

    /** Whether time-uniform bands around both distribution functions part. */
    boolean bandsPart() {
        return canaryN > 2 && stableN > 2 && distance() > band((double) canaryN) + band((double) stableN);
    }

    private static double band(double t) {
        return 0.85 * Math.sqrt((Math.log(1 + Math.log(t)) + BAND) / t);
    }
}
