package io.althing.canary;

import io.althing.registry.evidence.LogWealth;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.special.Gamma;

/**
 * Bets that what a version meets in use is not what it met in training: a multinomial bet over the cells of a {@link ReferenceSketch},
 * with a mixture of Dirichlet laws around the training shares as the alternative.
 *
 * <p>
 * The null is that training and live values are exchangeable and seldom equal. A live value then falls between any two
 * neighbours among the training values and the earlier live ones with the same probability, so the cells fill like Pólya's urn with
 * the training counts as its first balls. The urn's law, not the training shares, is bet against; so a small training set only costs
 * power. Evidence may be read after every value. Values must be of independent units. Not thread-safe.
 */
public final class ReferenceDrift {

    private static final double[] CONCENTRATIONS = {30, 100, 300, 1_000, 3_000, 10_000};

    private final ReferenceSketch reference;
    private final double[] edges;
    private final double[] urn;
    private final double[] shares;
    private final long[] live;
    private long n;
    private LogWealth peak = LogWealth.ONE;

    /**
     * How far live values have moved, for people; no verdict hangs on it, for both are large by chance in small samples.
     *
     * @param psi
     *            the population stability index: 0 for equal shares
     * @param ks
     *            the largest distance of the distribution functions at an edge, 0 to 1
     */
    public record Distance(double psi, double ks) {}

    /** Nothing seen yet. */
    public ReferenceDrift(ReferenceSketch reference) {
        this.reference = reference;
        this.edges = reference.edgeValues();
        this.live = new long[edges.length + 1];
        this.urn = gaps(reference.counts());
        this.shares = new double[live.length];
        double balls = Arrays.stream(urn).sum();
        for (int i = 0; i < live.length; i++) {
            shares[i] = Math.max(urn[i] / balls, 0.5 / balls);
        }
    }

    /** How many of the gaps around training values lie in each cell: one above each value in it, and one below all. */
    private static double[] gaps(List<Long> counts) {
        double[] gaps = counts.stream().mapToDouble(Long::doubleValue).toArray();
        gaps[gaps.length - 1]++;
        for (int first = 0; counts.get(0) == 0 && gaps[0] == 0; first++) {
            if (gaps[first + 1] > 0) {
                gaps[0] = 1;
                gaps[first + 1] = Math.max(1, gaps[first + 1] - 1);
            }
        }
        return gaps;
    }

    /** What it compares with. */
    public ReferenceSketch reference() {
        return reference;
    }

    /**
     * Counts one value.
     *
     * @throws IllegalArgumentException
     *             if it is not a number
     */
    public void observe(double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("quantity " + reference.name() + ": a value is not a number");
        }
        live[ReferenceSketch.cell(edges, value)]++;
        n++;
    }

    /** The evidence of drift so far. Without drift it ever reaches E with probability at most 1/E. */
    public LogWealth evidence() {
        LogWealth now = current();
        peak = now.atLeast(peak) ? now : peak;
        return now;
    }

    /** The largest evidence that was read. */
    public LogWealth peak() {
        return peak;
    }

    /** How many live values. */
    public long n() {
        return n;
    }

    private LogWealth current() {
        if (live.length == 1 || n == 0) {
            return LogWealth.ONE;
        }
        double[] alternatives = new double[CONCENTRATIONS.length];
        double[] weights = new double[CONCENTRATIONS.length];
        Arrays.fill(weights, 1.0 / weights.length);
        for (int c = 0; c < alternatives.length; c++) {
            double[] balls = new double[live.length];
            for (int i = 0; i < balls.length; i++) {
                balls[i] = CONCENTRATIONS[c] * shares[i];
            }
            alternatives[c] = logProbability(balls);
        }
        return LogWealth.of(Logs.mix(weights, alternatives) - logProbability(urn));
    }

    /** ln of the probability that an urn of these balls yields the live cells, in their order. */
    private double logProbability(double[] balls) {
        double all = Arrays.stream(balls).sum();
        double log = Gamma.logGamma(all) - Gamma.logGamma(all + n);
        for (int i = 0; i < balls.length; i++) {
            if (live[i] > 0 && balls[i] == 0) {
                return Double.NEGATIVE_INFINITY;
            }
            log += live[i] == 0 ? 0 : Gamma.logGamma(balls[i] + live[i]) - Gamma.logGamma(balls[i]);
        }
        return log;
    }

    /** How far live values have moved. */
    public Distance distance() {
        double psi = 0;
        double ks = 0;
        double ahead = 0;
        for (int i = 0; i < live.length; i++) {
            double share = (live[i] + 0.5) / (n + 0.5 * live.length);
            psi += (share - shares[i]) * Math.log(share / shares[i]);
            ahead += (n == 0 ? shares[i] : live[i] / (double) n) - shares[i];
            ks = Math.max(ks, Math.abs(ahead));
        }
        return new Distance(psi, ks);
    }

    /** The state: a count per cell. */
    public void save(DataOutput out) throws IOException {
        for (long count : live) {
            out.writeLong(count);
        }
        out.writeLong(peak.nanoNats());
    }

    /** Goes on from a state saved under the same reference. */
    public void load(DataInput in) throws IOException {
        n = 0;
        for (int i = 0; i < live.length; i++) {
            live[i] = in.readLong();
            n += live[i];
        }
        peak = new LogWealth(in.readLong());
    }
}
