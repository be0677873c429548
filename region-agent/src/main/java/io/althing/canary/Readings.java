package io.althing.canary;

import io.althing.canary.ArmCounts.CellCount;

/** Plain readings of counts, for people and for judges that compare numbers. */
public final class Readings {

    private static final Scale LATENCY = new Scale.Logarithmic();

    private Readings() {}

    /** The share of harmful observations; 0 if there are none. */
    public static double badShare(ArmCounts counts) {
        return counts.n() == 0 ? 0 : counts.bad() / (double) counts.n();
    }

    /** A quantile of a metric of kind quantile, to within its cell; 0 if there are no observations. */
    public static double quantile(ArmCounts counts, double q) {
        long below = 0;
        for (CellCount cell : counts.cells()) {
            below += cell.count();
            if (below >= q * counts.n()) {
                return LATENCY.value(cell.cell());
            }
        }
        return 0;
    }
}
