package io.althing.chaos.canary;

/**
 * How much to simulate.
 *
 * @param streams
 *            streams per false-alarm scenario
 * @param requests
 *            requests per such stream
 * @param detections
 *            streams per detection scenario
 * @param seed
 *            of all randomness
 */
record Effort(int streams, int requests, int detections, long seed) {

    /** Seconds. */
    static final Effort QUICK = new Effort(400, 20_000, 200, 20261124);

    /** Minutes to hours. */
    static final Effort FULL = new Effort(10_000, 20_000, 20_000, 20261124);

    private boolean small() {
        return streams < FULL.streams();
    }

    /** A limit on a mean: widened in a small run, whose means are uncertain by several per cent. */
    double limit(double limit) {
        return small() ? 1.15 * limit : limit;
    }

    /**
     * A share of false alarms beside the alpha that bounds it. In a full run the upper 95 % bound of the share must lie below
     * alpha; in a small one, which cannot show that, the lower bound must.
     */
    Bar falseAlarms(String bar, String scenario, long hits, long n, double alpha) {
        double share = hits / (double) n;
        String name = scenario + ", alpha " + alpha;
        if (small()) {
            double lower = 1 - Numbers.upperBound(n - hits, n);
            return new Bar(bar, name, share, "lower 95 % bound " + Numbers.plain(lower) + " ≤ " + alpha,
                    lower <= alpha);
        }
        double upper = Numbers.upperBound(hits, n);
        return new Bar(bar, name, share, "upper 95 % bound " + Numbers.plain(upper) + " ≤ " + alpha, upper <= alpha);
    }
}
