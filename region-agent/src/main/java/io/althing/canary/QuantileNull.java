package io.althing.canary;

/**
 * Tests a ratio of two quantiles, whatever the shapes: if q_c ≤ r·q_b there is a point x where the canary's share above
 * x is at most 1 − q and stable's share above x/r at least that; so the least product over x of a bet against the one and a
 * bet against the other is a fair bet. Values are taken as spread evenly inside their cell; counts at points inside a cell
 * are then conditional means, and by Jensen's inequality evidence at these is no larger than the fair one.
 */
final class QuantileNull {

    /** Which way the ratio is suspected to lie. */
    enum Side {
        /** The canary's quantile is above ratio × stable's. */
        ABOVE,
        /** The canary's quantile is below ratio × stable's. */
        BELOW
    }

    private static final int SUBDIVISIONS = 8;

    private final QuantileBets bets;
    private final Scale scale;
    private final double ratio;
    private final Side side;

    QuantileNull(double quantile, Scale scale, double ratio, Side side) {
        this.bets = new QuantileBets(quantile);
        this.scale = scale;
        this.ratio = ratio;
        this.side = side;
    }

    /** ln of the evidence in these counts. */
    double logEvidence(Cells cells) {
        if (!cells.bothArms()) {
            return 0;
        }
        Above canary = new Above(cells, Arm.CANARY, scale);
        Above stable = new Above(cells, Arm.STABLE, scale);
        int from = Math.min(canary.first(), scale.cell(scale.value(stable.first()) * ratio));
        int to = Math.max(canary.last(), scale.cell(scale.value(stable.last()) * ratio) + 1) + 1;
        double least = Double.POSITIVE_INFINITY;
        int at = from;
        for (int i = Math.max(from, 0); i <= Math.min(to, scale.cells() - 1); i++) {
            double evidence = product(canary, stable, scale.value(i));
            if (evidence < least) {
                least = evidence;
                at = i;
            }
        }
        for (int i = Math.max(at - 1, 0); i <= Math.min(at, scale.cells() - 2); i++) {
            double low = scale.value(i);
            double step = (scale.value(i + 1) - low) / SUBDIVISIONS;
            for (int k = 1; k < SUBDIVISIONS; k++) {
                least = Math.min(least, product(canary, stable, low + k * step));
            }
        }
        return least;
    }

    private double product(Above canary, Above stable, double x) {
        double overCanary = canary.count(x);
        double overStable = stable.count(x / ratio);
        return switch (side) {
            case ABOVE -> bets.more(overCanary, canary.n()) + bets.less(overStable, stable.n());
            case BELOW -> bets.less(overCanary, canary.n()) + bets.more(overStable, stable.n());
        };
    }

    /** How many values of an arm lie above a point. */
    static final class Above {

        private final long[] counts;
        private final long[] above;
        private final Scale scale;
        private int first;
        private int last;

        Above(Cells cells, Arm arm, Scale scale) {
            this.counts = cells.of(arm);
            this.scale = scale;
            this.above = new long[counts.length + 1];
            this.first = counts.length - 1;
            for (int i = counts.length - 1; i >= 0; i--) {
                above[i] = above[i + 1] + counts[i];
                if (counts[i] > 0) {
                    first = i;
                    last = Math.max(last, i);
                }
            }
        }

        int first() {
            return first;
        }

        int last() {
            return last;
        }

        double n() {
            return above[0];
        }

        double count(double x) {
            int cell = scale.cell(x);
            double low = scale.value(cell);
            if (x <= low) {
                return above[cell];
            }
            double width = cell + 1 < counts.length ? scale.value(cell + 1) - low : low;
            return above[cell] - counts[cell] * Math.min(1, (x - low) / width);
        }
    }
}
