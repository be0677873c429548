package io.althing.canary;

/** Binomial betting mixtures on the share of values above a point being more, or less, than 1 − q. */
final class QuantileBets {

    private static final double[] MORE = {1.1, 1.2, 1.4, 1.7, 2.2, 3.2, 5};
    private static final double[] LESS = {.99, .97, .93, .87, .75, .5};

    /** Kept out of the bet, so that a point where one arm's bet is hopeless cannot veto what the other arm shows there. */
    private static final double CASH = 0.05;
    private static final double LN_CASH = StrictMath.log(CASH);
    private static final double LN_STAKED = StrictMath.log(1 - CASH);

    private final double[][] more;
    private final double[][] less;

    QuantileBets(double q) {
        double tail = 1 - q;
        more = table(tail, MORE);
        less = table(tail, LESS);
    }

    private static double[][] table(double tail, double[] factors) {
        double[][] logs = new double[factors.length][];
        for (int i = 0; i < factors.length; i++) {
            double bet = factors[i] > 1
                    ? Math.min(factors[i] * tail, (1 + tail) / 2 * (1 - 0.01 * (factors.length - i)))
                    : factors[i] * tail;
            bet = factors[i] > 1 ? Math.max(bet, tail) : bet;
            logs[i] = new double[]{StrictMath.log(bet / tail), StrictMath.log1p(-bet) - StrictMath.log1p(-tail)};
        }
        return logs;
    }

    /** Evidence that more than 1 − q lie above, if {@code above} of {@code n} did; both may be fractional. */
    double more(double above, double n) {
        return evidence(more, above, n);
    }

    /** Evidence that fewer than 1 − q lie above. */
    double less(double above, double n) {
        return evidence(less, above, n);
    }

    private static double evidence(double[][] table, double above, double n) {
        double max = Double.NEGATIVE_INFINITY;
        double[] logs = new double[table.length];
        for (int i = 0; i < table.length; i++) {
            logs[i] = above * table[i][0] + (n - above) * table[i][1];
            max = Math.max(max, logs[i]);
        }
        double sum = 0;
        for (double log : logs) {
            if (log > max - 45) {
                sum += StrictMath.exp(log - max);
            }
        }
        return Logs.add(LN_CASH, LN_STAKED + max + StrictMath.log(sum / table.length));
    }
}
