package io.althing.canary;

import io.althing.canary.ContrastBet.Aim;
import io.althing.registry.evidence.LogWealth;
import java.util.Arrays;

/**
 * Goes on judging a promoted version against a small share of traffic left on the old one: a Shiryaev–Roberts e-detector
 * (Shin, Ramdas and Rinaldo, arXiv 2203.03532). Without a change, alarms are on average at least {@code meanLooks} looks apart;
 * after one, it alarms soon, whenever the change came. The promoted version is the canary arm, the holdback is stable. Not
 * thread-safe.
 */
public final class HoldbackDetector {

    private final MetricSettings metric;
    private final Scale scale;
    private final Bet bet;
    private final LogWealth bound;
    private final Cells open;
    private final Cells past;
    private final double[] logValue = new double[Sizes.COUNT];

    /**
     * @param metric
     *            a rate or a mean; its {@code rollbackBeyond} is the harm tolerated
     * @param meanLooks
     *            mean looks between false alarms, at least 1
     * @throws IllegalArgumentException
     *             if the metric is of another kind or bounded by an odds ratio
     */
    public HoldbackDetector(MetricSettings metric, long meanLooks) {
        if (!(metric.kind() instanceof MetricKind.Rate) && !(metric.kind() instanceof MetricKind.Mean)) {
            throw new IllegalArgumentException("metric " + metric.name() + ": a holdback judges rates and means only");
        }
        if (meanLooks < 1) {
            throw new IllegalArgumentException("meanLooks must be at least 1, was " + meanLooks);
        }
        this.metric = metric;
        this.scale = Braids.scale(metric.kind());
        double cap = metric.kind() instanceof MetricKind.Mean mean ? mean.cap().doubleValue() : 1;
        this.bet = new ContrastBet(scale, Margin.of(metric.limits().rollbackBeyond(), metric.bad(), cap), Aim.HARM);
        this.bound = LogWealth.of(StrictMath.log((double) meanLooks));
        this.open = new Cells(scale.cells());
        this.past = new Cells(scale.cells());
        Arrays.fill(logValue, Double.NEGATIVE_INFINITY);
    }

    /** Counts a batch of a rate, {@code bad} of {@code n} harmful. */
    public void record(Arm arm, long bad, long n) {
        if (!(scale instanceof Scale.Binary) || bad < 0 || bad > n) {
            throw new IllegalArgumentException(
                    "metric " + metric.name() + ": needs a rate and 0 ≤ bad ≤ n, got " + bad + " of " + n);
        }
        int badCell = metric.bad() == Direction.INCREASE ? 1 : 0;
        open.add(arm, badCell, bad);
        open.add(arm, 1 - badCell, n - bad);
    }

    /** Counts one value. */
    public void record(Arm arm, double value) {
        open.add(arm, scale.cell(value), 1);
    }

    /**
     * Closes the look; it stays open while an arm is silent.
     *
     * @return the detector's value as a logarithm; compare with {@link #alarms()}
     */
    public LogWealth closeLook() {
        if (open.bothArms()) {
            Past guess = Past.of(past, scale);
            if (guess.n() >= Past.ENOUGH) {
                double[] factors = bet.logFactors(open, guess, open.total(Arm.CANARY) / (double) open.total());
                for (int j = 0; j < factors.length; j++) {
                    logValue[j] = Logs.add(logValue[j], 0) + factors[j];
                }
            }
            past.addAll(open);
            open.clear();
        }
        return value();
    }

    /** Whether the promoted version is now suspected of harm. */
    public boolean alarms() {
        return value().atLeast(bound);
    }

    /** The detector's value as a logarithm, as of the last closed look. */
    public LogWealth value() {
        return LogWealth.of(Logs.mix(Sizes.weights(), logValue));
    }
}
