package io.althing.canary;

import io.althing.canary.ContrastBet.Payoff;
import io.althing.canary.Tuning.Onset;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bets on several witnesses, equally weighted: an anytime-valid rank test joined with tail tests (two-sample betting with a
 * predictable witness: Shekhar and Ramdas, arXiv 2112.09162). The null is that the canary's values, divided by the tolerance,
 * are not stochastically worse than stable's.
 */
final class WitnessStrand implements Strand {

    private final Scale scale;
    private final List<Wager> wagers = new ArrayList<>();
    private final int[] shifted;

    /** One witness and the direction bet on. */
    private record Wager(Witness witness, int sign, EProcess process) {}

    private WitnessStrand(Scale scale, double tolerance, int sign) {
        this.scale = scale;
        this.shifted = new int[scale.cells()];
        for (int i = 0; i < shifted.length; i++) {
            int edge = sign > 0 || tolerance == 1 ? i : Math.min(i + 1, shifted.length - 1);
            shifted[i] = tolerance == 1 ? i : scale.cell(scale.value(edge) / tolerance);
        }
    }

    /** Harm is stochastically larger (or smaller) values: rank, and exceedances of five quantiles. */
    static WitnessStrand worse(Scale scale, Margin margin, Onset onset) {
        WitnessStrand strand = new WitnessStrand(scale, margin.ratio(), margin.sign());
        strand.add(new Witness.Rank(), margin.sign(), onset);
        for (double q : new double[]{.5, .75, .9, .95, .99}) {
            strand.add(new Witness.Exceeds(margin.sign() > 0 ? q : 1 - q), margin.sign(), onset);
        }
        return strand;
    }

    /** Harm is any change: rank, spread, and exceedances of five quantiles, each in both directions. */
    static WitnessStrand changed(Scale scale, Onset onset) {
        WitnessStrand strand = new WitnessStrand(scale, 1, 1);
        for (int sign : new int[]{1, -1}) {
            strand.add(new Witness.Rank(), sign, onset);
            strand.add(new Witness.Folded(), sign, onset);
            for (double q : new double[]{.1, .25, .5, .75, .9}) {
                strand.add(new Witness.Exceeds(q), sign, onset);
            }
        }
        return strand;
    }

    private void add(Witness witness, int sign, Onset onset) {
        wagers.add(new Wager(witness, sign, new EProcess(Sizes.COUNT, onset)));
    }

    @Override
    public void close(Observed look) {
        Ranks ranks = new Ranks(look.past());
        if (ranks.n() < Past.ENOUGH) {
            return;
        }
        for (Wager wager : wagers) {
            double[][] binned = new double[2][Witness.BINS + 1];
            for (Arm arm : Arm.values()) {
                long[] counts = look.look().of(arm);
                for (int i = 0; i < counts.length; i++) {
                    if (counts[i] > 0) {
                        double x = wager.witness().of(ranks.of(arm == Arm.CANARY ? shifted[i] : i));
                        binned[arm.ordinal()][(int) Math.round(x * Witness.BINS)] += counts[i];
                    }
                }
            }
            Payoff payoff = new ContrastBet(scale, new Margin(wager.sign(), 1, 0), ContrastBet.Aim.HARM)
                    .payoff(wager.witness().guess(ranks), look.rho());
            wager.process().bet(factors(binned, payoff));
        }
    }

    private static double[] factors(double[][] binned, Payoff payoff) {
        double[] logs = new double[Sizes.COUNT];
        for (Arm arm : Arm.values()) {
            double[] bins = binned[arm.ordinal()];
            for (int b = 0; b < bins.length; b++) {
                if (bins[b] > 0) {
                    double pays = payoff.of(arm, b / (double) Witness.BINS);
                    for (int j = 0; j < logs.length; j++) {
                        logs[j] += bins[b] * StrictMath.log1p(payoff.stake(j) * pays);
                    }
                }
            }
        }
        return logs;
    }

    @Override
    public double[] logWealth() {
        double[] equal = new double[wagers.size()];
        Arrays.fill(equal, 1.0 / wagers.size());
        List<double[]> each = wagers.stream().map(w -> w.process().logWealth()).toList();
        double[] mixed = new double[Sizes.COUNT];
        for (int j = 0; j < mixed.length; j++) {
            int component = j;
            mixed[j] = Logs.mix(equal, each.stream().mapToDouble(logs -> logs[component]).toArray());
        }
        return mixed;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (Wager wager : wagers) {
            wager.process().save(out);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (Wager wager : wagers) {
            wager.process().load(in);
        }
    }
}
