package io.althing.chaos.canary;

import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Running counts of a rate in two arms, and what the usual rules make of them at a look. All bad counts are of harm.
 */
final class Contrast {
    /** The constant of Pocock's boundary for 100 equally spaced looks at one-sided 5 %, by simulation. */
    private static final double POCOCK = 2.615;
    private static final double FIFTH = 1.281552;
    private static final double TWO_SIDED = 1.959964;
    private static final double ONE_SIDED = 1.644854;
    private static final double ONE_SIDED_HUNDREDTH = 2.326348;
    private static final int PLANNED = 10_000;

    private static final NormalDistribution NORMAL = new NormalDistribution();

    private final double threshold;
    private final boolean relative;
    private double canary;
    private double canaryBad;
    private double stable;
    private double stableBad;
    private int failedChecks;
    private double lastZ;
    private boolean lastFailed;

    /** A rule and the figure published for it. */
    record Rule(String name, Predicate<Contrast> fires) {}

    /**
     * @param threshold
     *            the fixed threshold: a share of the canary itself, or a difference to stable
     */
    Contrast(double threshold, boolean relative) {
        this.threshold = threshold;
        this.relative = relative;
    }

    static Contrast errors() {
        return new Contrast(0.02, false);
    }

    static Contrast accuracy() {
        return new Contrast(0.05, true);
    }

    /** The same rules with nothing seen. */
    Contrast fresh() {
        return new Contrast(threshold, relative);
    }

    /** Takes in a look. */
    void look(int canaryN, int canaryHits, int stableN, int stableHits) {
        canary += canaryN;
        canaryBad += canaryHits;
        stable += stableN;
        stableBad += stableHits;
        lastFailed = past(canaryHits / (double) canaryN, stableHits / (double) stableN);
        failedChecks += lastFailed ? 1 : 0;
        lastZ = z(canaryN, canaryHits, stableN, stableHits);
    }

    private boolean past(double canaryRate, double stableRate) {
        return (relative ? canaryRate - stableRate : canaryRate) > threshold;
    }

    static double z(double n, double bad, double others, double othersBad) {
        double pooled = (bad + othersBad) / (n + others);
        double variance = pooled * (1 - pooled) * (1 / n + 1 / others);
        return n == 0 || others == 0 || variance == 0 ? 0 : (bad / n - othersBad / others) / Math.sqrt(variance);
    }

    double z() {
        return z(canary, canaryBad, stable, stableBad);
    }

    double lastZ() {
        return lastZ;
    }

    boolean fixedWindow() {
        return lastFailed;
    }

    boolean fixedCumulative() {
        return canary > 0 && past(canaryBad / canary, stableBad / Math.max(1, stable));
    }

    private double information() {
        double pooled = (canaryBad + stableBad) / (canary + stable);
        return canary * stable / (canary + stable) / (pooled * (1 - pooled));
    }

    private double information(double canarySamples) {
        double pooled = (canaryBad + stableBad) / (canary + stable);
        return canarySamples * 0.95 / (pooled * (1 - pooled));
    }

    /** ln E of the two-sided normal mixture on pooled counts, tuned for the end of the run. */
    double twoSidedMixture() {
        double bound = Math.log(20);
        return mixture(information(PLANNED) / (2 * bound + Math.log1p(2 * bound)));
    }

    private double mixture(double r) {
        double i = information();
        double s = z() * Math.sqrt(i);
        return Double.isFinite(i) ? 0.5 * Math.log(r / (i + r)) + s * s / (2 * (i + r)) : 0;
    }

    /** ln E of the one-sided one, tuned for so many canary requests. */
    double oneSidedMixture(double canarySamples) {
        double bound = Math.log(10);
        double r = information(canarySamples) / (2 * bound + Math.log1p(2 * bound));
        double i = information();
        double s = z() * Math.sqrt(i);
        return Double.isFinite(i)
                ? Math.log(2) + mixture(r)
                        + Math.log(Math.max(1e-300, NORMAL.cumulativeProbability(s / Math.sqrt(i + r))))
                : 0;
    }

    /** Two-sided p-value of the running totals, or of the last look. */
    static double p(double z) {
        return 2 * NORMAL.cumulativeProbability(-Math.abs(z));
    }

    /** The rules of the published table that need nothing but counts. */
    static List<Rule> rules() {
        return List.of(new Rule("fixed threshold, last window", Contrast::fixedWindow),
                new Rule("fixed threshold, cumulative", Contrast::fixedCumulative),
                new Rule("significance > 0.8, cumulative", c -> Math.abs(c.z()) > FIFTH),
                new Rule("significance > 0.8, last window", c -> Math.abs(c.lastZ) > FIFTH),
                new Rule("five failed window checks", c -> c.failedChecks >= 5),
                new Rule("z repeated, two-sided 5 %", c -> Math.abs(c.z()) > TWO_SIDED),
                new Rule("z repeated, one-sided 5 %", c -> c.z() > ONE_SIDED),
                new Rule("z repeated, one-sided 1 %", c -> c.z() > ONE_SIDED_HUNDREDTH),
                new Rule("Pocock, 100 planned looks, one-sided 5 %", c -> c.z() > POCOCK),
                new Rule("normal mixture on pooled counts, two-sided 5 %", c -> c.twoSidedMixture() > Math.log(20)));
    }

    /** One of them by its place. */
    static Rule rule(String start) {
        return rules().stream().filter(r -> r.name().startsWith(start)).findFirst().orElseThrow();
    }
}
