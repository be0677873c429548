package io.althing.chaos.canary;

import static io.althing.chaos.canary.Table.NONE;
import static io.althing.chaos.canary.Table.row;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.RateCounter;
import io.althing.canary.StepStart;
import io.althing.canary.Tuning;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Harmless canaries looked at all the time, and harmless canaries while traffic and base rate move. */
final class PeekTables {
    private static final int PEEK = 20;
    private static final int PEEKS = 10_000;
    private static final double[] BOUNDS = {Math.log(20), Math.log(100)};

    private final Effort effort;
    private final int streams;

    PeekTables(Effort effort) {
        this.effort = effort;
        this.streams = Math.max(20, effort.streams() / 30);
    }

    List<Table> tables() {
        return List.of(peeking(), moving(), fourMetrics());
    }

    private static CanaryAnalysis analysis(double rate, Tuning.RateBet bet) {
        return Setup.rateAnalysis(CanarySettings.of(Setup.rate(Setup.anyHarm()))
                .with(new Tuning(bet, Tuning.DEFAULT.onset())), rate);
    }

    private Table peeking() {
        double[] e = everyTwenty(0.01, Contrast.errors());
        double[] a = everyTwenty(0.15, Contrast.accuracy());
        return new Table("Harmless canaries rolled back within 200,000 requests, looked at every 20",
                "share rolled back", List.of("error rate 1 %", "accuracy 0.85"),
                List.of(row("z repeated, two-sided 5 %", false, e[0], .509, a[0], .643),
                        row("significance > 0.8", false, e[1], .933, a[1], .986),
                        row("Pocock, 100 planned looks, one-sided 5 %", false, e[2], .201, a[2], .175),
                        row("normal mixture on pooled counts, one-sided 5 %", false, e[3], .054, a[3], .039),
                        row("bets, alpha 0.05", true, e[4], .029, a[4], .037),
                        row("bets, alpha 0.01", true, e[5], .006, a[5], .010),
                        row("strict (CMH) bets, alpha 0.05", true, e[6], .020, a[6], .038)));
    }

    private double[] everyTwenty(double rate, Contrast first) {
        Draws draws = new Draws(effort.seed() + 91 + Double.hashCode(rate));
        List<Contrast.Rule> rules = List.of(Contrast.rule("z repeated, two"), Contrast.rule("significance > 0.8, cum"),
                Contrast.rule("Pocock"), new Contrast.Rule("one-sided", c -> c.oneSidedMixture(1_000) >= BOUNDS[0]));
        int[] fired = new int[7];
        for (int s = 0; s < streams; s++) {
            Contrast counts = first.fresh();
            CanaryAnalysis bets = analysis(rate, Tuning.RateBet.GRO);
            RateCounter counter = bets.counter("bad");
            CanaryAnalysis strict = analysis(rate, Tuning.RateBet.CMH);
            boolean[] done = new boolean[7];
            for (int peek = 0; peek < PEEKS; peek++) {
                int canary = draws.binomial(PEEK, 0.05);
                int bad = draws.binomial(canary, rate);
                int stableBad = draws.binomial(PEEK - canary, rate);
                counts.look(canary, bad, PEEK - canary, stableBad);
                counter.record(Arm.CANARY, bad, canary);
                counter.record(Arm.STABLE, stableBad, PEEK - canary);
                strict.record(Arm.CANARY, "bad", bad, canary);
                strict.record(Arm.STABLE, "bad", stableBad, PEEK - canary);
                for (int r = 0; r < rules.size(); r++) {
                    done[r] = done[r] || rules.get(r).fires().test(counts);
                }
                double bet = counter.logEvidence();
                done[4] |= bet >= BOUNDS[0];
                done[5] |= bet >= BOUNDS[1];
                done[6] |= strict.closeLook(Setup.T0).evidence().rollback().toDouble() >= BOUNDS[0];
                if (peek % 10 == 9) {
                    bets.closeLook(Setup.T0);
                }
            }
            for (int r = 0; r < fired.length; r++) {
                fired[r] += done[r] ? 1 : 0;
            }
        }
        return FalseAlarmTable.shares(fired, streams);
    }

    private Table moving() {
        int[] weights = {100, 500, 2500, 5000};
        double[] ramp = shifting(look -> weights[look / 25] / 10_000.0, look -> look < 50 ? 0.01 : 0.04);
        double[] waves = shifting(look -> 0.05,
                look -> 0.01 * (1 + 0.8 * Math.sin(look / 6.0)) + (look % 17 == 5 ? 0.04 : 0));
        return new Table("Harmless canaries rolled back while traffic and base rate move, 100 looks of 2,000 requests",
                "share rolled back", List.of("ramp 1-5-25-50 %, base rate times four", "waves and spikes, both arms"),
                List.of(row("z repeated, two-sided 5 %", false, ramp[0], 1.000, waves[0], NONE),
                        row("Pocock, 100 planned looks, one-sided 5 %", false, ramp[1], 1.000, waves[1], NONE),
                        row("normal mixture on pooled counts, two-sided 5 %", false, ramp[2], 1.000, waves[2], NONE),
                        row("fixed threshold, cumulative", false, ramp[3], NONE, waves[3], .582),
                        row("bets, alpha 0.05", true, ramp[4], .022, waves[4], .019),
                        row("strict (CMH) bets, alpha 0.05", true, ramp[5], .019, waves[5], .015)));
    }

    private double[] shifting(IntToDoubleFunction share, IntToDoubleFunction rate) {
        Draws draws = new Draws(effort.seed() + 92);
        List<Contrast.Rule> rules = List.of(Contrast.rule("z repeated, two"), Contrast.rule("Pocock"),
                Contrast.rule("normal mixture"), Contrast.rule("fixed threshold, cum"));
        int[] fired = new int[6];
        int many = 3 * streams;
        for (int s = 0; s < many; s++) {
            Contrast counts = Contrast.errors();
            CanaryAnalysis[] both = {analysis(0.01, Tuning.RateBet.GRO), analysis(0.01, Tuning.RateBet.CMH)};
            boolean[] done = new boolean[6];
            for (int look = 0; look < 100; look++) {
                int canary = draws.binomial(2000, share.applyAsDouble(look));
                int bad = draws.binomial(canary, rate.applyAsDouble(look));
                int stableBad = draws.binomial(2000 - canary, rate.applyAsDouble(look));
                counts.look(canary, bad, 2000 - canary, stableBad);
                for (int r = 0; r < rules.size(); r++) {
                    done[r] = done[r] || rules.get(r).fires().test(counts);
                }
                for (int b = 0; b < 2; b++) {
                    if (look % 25 == 0) {
                        int weight = (int) Math.round(10_000 * share.applyAsDouble(look));
                        both[b].beginStep(new StepStart(look / 25, weight, Setup.T0));
                    }
                    both[b].record(Arm.CANARY, "bad", bad, canary);
                    both[b].record(Arm.STABLE, "bad", stableBad, 2000 - canary);
                    done[4 + b] |= both[b].closeLook(Setup.T0).evidence().rollback().toDouble() >= BOUNDS[0];
                }
            }
            for (int r = 0; r < fired.length; r++) {
                fired[r] += done[r] ? 1 : 0;
            }
        }
        return FalseAlarmTable.shares(fired, many);
    }

    private Table fourMetrics() {
        Draws draws = new Draws(effort.seed() + 93);
        int[] fired = new int[3];
        int many = 3 * streams;
        double[] rates = {0.01, 0.15, 0.05, 0.5};
        for (int s = 0; s < many; s++) {
            CanaryAnalysis[] metrics = new CanaryAnalysis[4];
            java.util.Arrays.setAll(metrics, m -> analysis(rates[m], Tuning.RateBet.GRO));
            boolean[] done = new boolean[3];
            for (int look = 0; look < 100; look++) {
                double sum = 0;
                double most = 0;
                for (int m = 0; m < 4; m++) {
                    double wealth = Math.exp(Setup.close(metrics[m], draws.binomial(100, rates[m]),
                            draws.binomial(1900, rates[m])));
                    sum += wealth;
                    most = Math.max(most, wealth);
                }
                done[0] |= most >= 20;
                done[1] |= sum / 4 >= 20;
                done[2] |= most >= 80;
            }
            for (int r = 0; r < 3; r++) {
                fired[r] += done[r] ? 1 : 0;
            }
        }
        double[] f = FalseAlarmTable.shares(fired, many);
        return new Table("Harmless canaries rolled back by four metrics within 100 looks", "share rolled back",
                List.of("alpha 0.05"), List.of(row("any metric's evidence at 20", false, f[0], .080),
                        row("average by shares, as the engine does", true, f[1], .019),
                        row("any metric's evidence at 80 (Bonferroni)", false, f[2], .018)));
    }
}
