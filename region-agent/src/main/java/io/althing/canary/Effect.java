package io.althing.canary;

/**
 * The difference canary minus stable in the metric's unit with a confidence sequence: it covers the truth at all looks
 * together (asymptotically; see Waudby-Smith et al., arXiv 2103.06476). For quantiles the ratio instead of the difference.
 *
 * @param estimate
 *            in billionths of the unit
 * @param low
 *            lower end, in billionths
 * @param high
 *            upper end, in billionths
 */
public record Effect(long estimate, long low, long high) {

    private static final double SCALE = 1e9;

    static Effect of(double estimate, double halfWidth) {
        return between(estimate, estimate - halfWidth, estimate + halfWidth);
    }

    static Effect between(double estimate, double low, double high) {
        return new Effect(Math.round(estimate * SCALE), Math.round(low * SCALE), Math.round(high * SCALE));
    }

    /** The estimate as a number. */
    public double estimateValue() {
        return estimate / SCALE;
    }

    /** The lower end as a number. */
    public double lowValue() {
        return low / SCALE;
    }

    /** The upper end as a number. */
    public double highValue() {
        return high / SCALE;
    }
}
