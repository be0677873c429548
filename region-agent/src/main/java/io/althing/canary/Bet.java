package io.althing.canary;

/** A way to bet on one look of one metric. */
interface Bet {

    /** Number of components. */
    int components();

    /**
     * The logarithms of the look's factors. Each factor has a mean of at most one under the bet's null, whatever the past.
     *
     * @param look
     *            counts of both arms
     * @param past
     *            what was known before
     * @param rho
     *            the canary's share of this look's observations
     */
    double[] logFactors(Cells look, Past past, double rho);
}
