package io.althing.canary;

/**
 * What was known before a look: the guess a bet is scaled by. A bad guess costs power, never validity.
 *
 * @param n
 *            observations seen before
 * @param mean
 *            their smoothed mean, strictly between 0 and 1
 * @param variance
 *            their smoothed variance
 */
record Past(long n, double mean, double variance) {

    /** With fewer observations than this there is no guess worth betting on; the look only informs the next. */
    static final long ENOUGH = 20;

    static Past of(Cells cells, Scale scale) {
        double sum = 0;
        double squares = 0;
        for (Arm arm : Arm.values()) {
            long[] counts = cells.of(arm);
            for (int i = 0; i < counts.length; i++) {
                double x = scale.value(i);
                sum += counts[i] * x;
                squares += counts[i] * x * x;
            }
        }
        long n = cells.total();
        double mean = (sum + 0.5) / (n + 1.0);
        double variance = scale instanceof Scale.Binary
                ? mean * (1 - mean)
                : Math.max((squares + 0.5) / (n + 1.0) - mean * mean, 1e-9);
        return new Past(n, mean, variance);
    }
}
