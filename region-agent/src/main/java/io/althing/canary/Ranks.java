package io.althing.canary;

/** Mid-ranks of cells among the past values of stable. */
final class Ranks {

    private final double[] rank;
    private final long[] counts;
    private final long n;

    Ranks(Cells past) {
        counts = past.of(Arm.STABLE);
        n = past.total(Arm.STABLE);
        rank = new double[counts.length];
        double below = 0;
        for (int i = 0; i < counts.length; i++) {
            rank[i] = n == 0 ? 0.5 : (below + 0.5 * counts[i]) / n;
            below += counts[i];
        }
    }

    double of(int cell) {
        return rank[cell];
    }

    long n() {
        return n;
    }

    /** How many past values have a rank above. */
    long countAbove(double quantile) {
        long above = 0;
        for (int i = counts.length - 1; i >= 0 && rank[i] > quantile; i--) {
            above += counts[i];
        }
        return above;
    }
}
