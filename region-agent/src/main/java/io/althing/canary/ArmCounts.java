package io.althing.canary;

import java.util.List;

/**
 * What one arm showed for one metric.
 *
 * @param n
 *            observations
 * @param bad
 *            of these harmful; 0 unless the metric is a rate
 * @param cells
 *            for means and quantiles, the occupied cells of the metric's grid, ascending; empty for rates
 */
public record ArmCounts(long n, long bad, List<CellCount> cells) {

    /** Nothing seen. */
    public static final ArmCounts NONE = new ArmCounts(0, 0, List.of());

    /**
     * One cell of a metric's grid.
     *
     * @param cell
     *            its index
     * @param count
     *            observations in it, above 0
     */
    public record CellCount(int cell, long count) {}

    /**
     * @throws IllegalArgumentException
     *             unless 0 ≤ bad ≤ n
     */
    public ArmCounts {
        cells = List.copyOf(cells);
        if (bad < 0 || bad > n) {
            throw new IllegalArgumentException("bad must lie between 0 and n, was " + bad + " of " + n);
        }
    }

    /** Counts of a rate. */
    public static ArmCounts rate(long n, long bad) {
        return new ArmCounts(n, bad, List.of());
    }
}
