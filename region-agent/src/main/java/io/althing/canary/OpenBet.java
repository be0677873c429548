package io.althing.canary;

import io.althing.canary.ContrastBet.Payoff;

/**
 * The bet of a look still open, kept as plain products so that reading it after each observation is cheap. Scaled so that
 * the largest stake is one when the look opens.
 */
final class OpenBet {

    private static final double[] WEIGHTS = Sizes.weights();
    private static final double HIGH = 1e200;
    private static final double LOW = 1e-200;

    private final double[] wealth = new double[Sizes.COUNT];
    private final double[][] factor = new double[4][Sizes.COUNT];
    private double cash;
    private double logScale;
    private int observed;

    OpenBet(EProcess process, Payoff payoff) {
        double[] stakes = process.openStakes();
        double largest = process.openCash();
        for (double stake : stakes) {
            largest = Math.max(largest, stake);
        }
        logScale = largest;
        cash = Math.exp(process.openCash() - largest);
        for (int j = 0; j < wealth.length; j++) {
            wealth[j] = WEIGHTS[j] * Math.exp(stakes[j] - largest);
            for (Arm arm : Arm.values()) {
                for (int cell = 0; cell < 2; cell++) {
                    factor[2 * arm.ordinal() + cell][j] = 1 + payoff.stake(j) * payoff.of(arm, cell);
                }
            }
        }
    }

    void observe(Arm arm, int cell) {
        double[] row = factor[2 * arm.ordinal() + cell];
        for (int j = 0; j < wealth.length; j++) {
            wealth[j] *= row[j];
        }
        if ((++observed & 7) == 0) {
            keepInRange(sum());
        }
    }

    /** The same with what the open look has already counted. */
    OpenBet with(Cells counts) {
        double largest = cash > 0 ? Math.log(cash) : Double.NEGATIVE_INFINITY;
        double[] logs = new double[wealth.length];
        for (int j = 0; j < wealth.length; j++) {
            logs[j] = Math.log(wealth[j]);
            for (Arm arm : Arm.values()) {
                for (int cell = 0; cell < 2; cell++) {
                    logs[j] += counts.of(arm)[cell] * Math.log(factor[2 * arm.ordinal() + cell][j]);
                }
            }
            largest = Math.max(largest, logs[j]);
        }
        cash = cash * Math.exp(-largest);
        for (int j = 0; j < wealth.length; j++) {
            wealth[j] = Math.exp(logs[j] - largest);
        }
        logScale += largest;
        return this;
    }

    /** E, the largest double where it is larger. */
    double evidence() {
        return Math.min(Double.MAX_VALUE, (logScale == 0 ? 1 : Math.exp(logScale)) * sum());
    }

    /** ln E. */
    double logEvidence() {
        return logScale + Math.log(sum());
    }

    private double sum() {
        double sum = cash;
        for (double w : wealth) {
            sum += w;
        }
        return sum;
    }

    private void keepInRange(double sum) {
        if (sum > HIGH || (sum < LOW && sum > 0)) {
            rescale(sum);
        }
    }

    private void rescale(double by) {
        cash /= by;
        for (int j = 0; j < wealth.length; j++) {
            wealth[j] /= by;
        }
        logScale += Math.log(by);
    }
}
