package io.althing.registry.evidence;

/**
 * The natural logarithm of an e-process, in billionths (1 nat = 1,000,000,000). Zero is a wealth of one: no evidence
 * either way. Values that do not fit saturate; the least value stands for a wealth of zero.
 *
 * @param nanoNats
 *            10⁹ × ln(wealth)
 */
public record LogWealth(long nanoNats) implements Comparable<LogWealth> {

    /** A wealth of one. */
    public static final LogWealth ONE = new LogWealth(0);

    /** A wealth of nothing. */
    public static final LogWealth NOTHING = new LogWealth(Long.MIN_VALUE);

    private static final double SCALE = 1e9;

    /**
     * Rounds to the nearest billionth; infinities saturate.
     *
     * @throws IllegalArgumentException
     *             if the argument is not a number
     */
    public static LogWealth of(double nats) {
        if (Double.isNaN(nats)) {
            throw new IllegalArgumentException("log-wealth is not a number");
        }
        return new LogWealth(Math.round(nats * SCALE));
    }

    /**
     * The evidence at which an error probability of {@code alphaMillionths / 1,000,000} is reached: ln(1/alpha).
     *
     * @throws IllegalArgumentException
     *             unless 0 &lt; alphaMillionths ≤ 1,000,000
     */
    public static LogWealth bound(long alphaMillionths) {
        if (alphaMillionths <= 0 || alphaMillionths > 1_000_000) {
            throw new IllegalArgumentException("alpha must lie in (0, 1], was " + alphaMillionths + " millionths");
        }
        return of(-StrictMath.log(alphaMillionths / 1e6));
    }

    /** ln(wealth) in nats; minus infinity for {@link #NOTHING}. */
    public double toDouble() {
        return nanoNats == Long.MIN_VALUE ? Double.NEGATIVE_INFINITY : nanoNats / SCALE;
    }

    /** Whether this evidence is at least the other. */
    public boolean atLeast(LogWealth other) {
        return nanoNats >= other.nanoNats;
    }

    @Override
    public int compareTo(LogWealth other) {
        return Long.compare(nanoNats, other.nanoNats);
    }
}
