package io.althing.canary;

import org.apache.commons.math3.special.Gamma;

/**
 * Bets on the canary's harms given the look's totals: a likelihood ratio of Fisher's noncentral hypergeometric law. No
 * guess of the base rate enters, so it is exact for every path of it; the null is an odds ratio of at most (betting on
 * harm) or at least (betting on safety) the given one.
 */
final class CmhBet implements Bet {

    private static final double[] HARM = {0.03, 0.06, 0.12, 0.25, 0.5, 1, 2};
    private static final double[] SAFETY = {2.0 / 3, 1.0 / 3, 0, -1.0 / 3, -1};

    private final double logNull;
    private final double[] logAlternatives;
    private final int badCell;

    private CmhBet(double logNull, double[] logAlternatives, int badCell) {
        this.logNull = logNull;
        this.logAlternatives = logAlternatives;
        this.badCell = badCell;
    }

    static CmhBet harm(double oddsRatio, Direction bad) {
        double logNull = StrictMath.log(oddsRatio);
        double[] alternatives = new double[HARM.length];
        for (int j = 0; j < HARM.length; j++) {
            alternatives[j] = logNull + HARM[j];
        }
        return new CmhBet(logNull, alternatives, bad == Direction.INCREASE ? 1 : 0);
    }

    static CmhBet safety(double oddsRatio, Direction bad) {
        double logNull = StrictMath.log(oddsRatio);
        double[] alternatives = new double[SAFETY.length];
        for (int j = 0; j < SAFETY.length; j++) {
            alternatives[j] = SAFETY[j] * logNull;
        }
        return new CmhBet(logNull, alternatives, bad == Direction.INCREASE ? 1 : 0);
    }

    @Override
    public int components() {
        return logAlternatives.length;
    }

    @Override
    public double[] logFactors(Cells look, Past past, double rho) {
        Table table = new Table(look.total(Arm.CANARY), look.total(Arm.STABLE),
                look.of(Arm.CANARY)[badCell] + look.of(Arm.STABLE)[badCell]);
        long harmed = look.of(Arm.CANARY)[badCell];
        double nullMass = table.logMoment(logNull);
        double[] logs = new double[logAlternatives.length];
        for (int j = 0; j < logs.length; j++) {
            logs[j] = harmed * (logAlternatives[j] - logNull) - table.logMoment(logAlternatives[j]) + nullMass;
        }
        return logs;
    }

    /** The hypergeometric law of the canary's harms given all totals. */
    private record Table(long canary, long stable, long bad) {

        /** ln Σₖ h(k)·exp(k·logOdds), with h unnormalised; summed outwards from the largest term. */
        double logMoment(double logOdds) {
            long low = Math.max(0, bad - stable);
            long high = Math.min(bad, canary);
            long mode = mode(low, high, logOdds);
            double odds = StrictMath.exp(logOdds);
            double sum = 1;
            double term = 1;
            for (long k = mode; k < high && term > sum * 1e-18; k++) {
                term *= ratio(k) * odds;
                sum += term;
            }
            term = 1;
            for (long k = mode; k > low && term > sum * 1e-18; k--) {
                term /= ratio(k - 1) * odds;
                sum += term;
            }
            return logTerm(mode) + mode * logOdds + StrictMath.log(sum);
        }

        /** h(k+1)/h(k). */
        private double ratio(long k) {
            return (double) (canary - k) * (bad - k) / ((k + 1.0) * (stable - bad + k + 1.0));
        }

        private long mode(long low, long high, double logOdds) {
            double odds = StrictMath.exp(logOdds);
            long from = low;
            long to = high;
            while (from < to) {
                long middle = (from + to) >>> 1;
                if (ratio(middle) * odds > 1) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }

        private double logTerm(long k) {
            return logChoose(canary, k) + logChoose(stable, bad - k);
        }

        private static double logChoose(long n, long k) {
            return Gamma.logGamma(n + 1.0) - Gamma.logGamma(k + 1.0) - Gamma.logGamma(n - k + 1.0);
        }
    }
}
