package io.althing.chaos.canary;

import java.util.Arrays;

/** One mean per look and arm, compared as two samples after each look: rank tests on time series. */
final class LookMeans {
    private static final int FEWEST = 5;
    private static final double TWO_SIDED = 1.959964;
    private static final double INTERVAL = 2.326348;
    private static final double EFFECT = 0.25;

    private final double[] canary;
    private final double[] stable;
    private double[] shifts = new double[0];
    private int looks;
    private double above;

    LookMeans(int most) {
        canary = new double[most];
        stable = new double[most];
    }

    void look(double canaryMean, double stableMean) {
        canary[looks] = canaryMean;
        stable[looks] = stableMean;
        double[] fresh = new double[2 * looks + 1];
        for (int i = 0; i < looks; i++) {
            fresh[2 * i] = canaryMean - stable[i];
            fresh[2 * i + 1] = canary[i] - stableMean;
        }
        fresh[2 * looks] = canaryMean - stableMean;
        for (double shift : fresh) {
            above += shift > 0 ? 1 : shift == 0 ? 0.5 : 0;
        }
        shifts = merged(shifts, fresh);
        looks++;
    }

    private static double[] merged(double[] sorted, double[] fresh) {
        Arrays.sort(fresh);
        double[] all = new double[sorted.length + fresh.length];
        int i = 0;
        int j = 0;
        for (int k = 0; k < all.length; k++) {
            all[k] = j == fresh.length || (i < sorted.length && sorted[i] <= fresh[j]) ? sorted[i++] : fresh[j++];
        }
        return all;
    }

    private double spread() {
        return Math.sqrt((double) looks * looks * (2 * looks + 1) / 12);
    }

    /** The Mann–Whitney test, two-sided, 5 %. */
    boolean mannWhitney() {
        return looks >= FEWEST && Math.abs(above - looks * (double) looks / 2) / spread() > TWO_SIDED;
    }

    /** The default of Kayenta's judge: the 98 % interval of the shift beyond a quarter of its estimate, in the harmful direction. */
    boolean kayenta() {
        if (looks < FEWEST) {
            return false;
        }
        int rank = (int) Math.floor(looks * (double) looks / 2 - INTERVAL * spread());
        double middle = shifts[shifts.length / 2];
        return rank >= 0 && middle > 0 && shifts[rank] > EFFECT * middle;
    }
}
