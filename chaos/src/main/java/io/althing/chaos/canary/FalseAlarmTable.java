package io.althing.chaos.canary;

import static io.althing.chaos.canary.Table.NONE;
import static io.althing.chaos.canary.Table.row;

import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Tuning;
import java.util.ArrayList;
import java.util.List;

/** How often each rule rolls back a harmless canary over a hundred looks of 100 and 1,900 requests. */
final class FalseAlarmTable {
    private static final int LOOKS = 100;
    private static final double[] BOUNDS = {Math.log(20), Math.log(100)};

    private final Effort effort;
    private final int streams;

    FalseAlarmTable(Effort effort) {
        this.effort = effort;
        this.streams = Math.max(200, effort.streams() / 10);
    }

    Table table() {
        double[] e = rates(0.01, Contrast.errors());
        double[] a = rates(0.15, Contrast.accuracy());
        double[] six = sixMetrics();
        double[] l = new LatencyAlarms(effort).shares(0.6);
        double[] heavy = new LatencyAlarms(effort).shares(1.0);
        List<Table.Row> rows = List.of(
                row("fixed threshold, last window", false, e[0], 1.000, a[0], 1.000, l[0], .078, heavy[0], .844),
                row("fixed threshold, cumulative", false, e[1], .123, a[1], .106, l[1], .001, heavy[1], .019),
                rates("significance > 0.8, one metric, cumulative", e[2], .837, a[2], .847),
                rates("significance > 0.8, one metric, window", e[3], 1.000, a[3], 1.000),
                rates("significance > 0.8, six metrics, cumulative", six[0], .148, NONE, NONE),
                rates("significance > 0.8, six metrics, window", six[1], .627, NONE, NONE),
                rates("five failed window checks", e[4], .904, a[4], .953),
                row("z, or Welch's t, repeated, two-sided 5 %", false, e[5], .357, a[5], .373, l[2], .388, NONE, NONE),
                rates("z repeated, one-sided 5 %", e[6], .331, a[6], .314),
                rates("z repeated, one-sided 1 %", e[7], .128, a[7], .103),
                latency("Mann–Whitney repeated, raw values, 5 %", l[3], .382),
                latency("Mann–Whitney repeated, means of looks, 5 %", l[4], .430),
                latency("Kayenta's default at each look, baseline 19 times as large", l[5], .077),
                latency("Kayenta's default at each look, baseline of equal size", l[6], .028),
                latency("Kolmogorov–Smirnov repeated, 5 %", l[7], .379),
                rates("Pocock, 100 planned looks, one-sided 5 %", e[8], .081, a[8], .058),
                rates("normal mixture on pooled counts, two-sided 5 %", e[9], .026, a[9], .023),
                row("bets, alpha 0.05", true, e[10], .022, a[10], .022, l[8], .022, NONE, NONE),
                row("bets, alpha 0.01", true, e[11], .0032, a[11], .0040, l[9], .0040, NONE, NONE),
                row("strict (CMH) bets, alpha 0.05", true, e[12], .015, a[12], .020, NONE, NONE, NONE, NONE),
                row("strict (CMH) bets, alpha 0.01", true, e[13], .0017, a[13], .0038, NONE, NONE, NONE, NONE),
                row("p95 alone, alpha 0.05", true, NONE, NONE, NONE, NONE, l[10], .0015, NONE, NONE));
        return new Table("Harmless canaries rolled back within 100 looks of 100 + 1,900 requests", "share rolled back",
                List.of("error rate 1 %", "accuracy 0.85", "latency, sigma 0.6", "latency, sigma 1"), rows);
    }

    private static Table.Row rates(String name, double errors, double errorsThen, double accuracy,
            double accuracyThen) {
        return row(name, false, errors, errorsThen, accuracy, accuracyThen, NONE, NONE, NONE, NONE);
    }

    private static Table.Row latency(String name, double measured, double published) {
        return row(name, false, NONE, NONE, NONE, NONE, measured, published, NONE, NONE);
    }

    /** The table's order, column by column, and the engine's own figures. */
    static List<Bar> bars(Table table) {
        List<Bar> bars = new ArrayList<>();
        for (int c = 0; c < table.columns().size(); c++) {
            bars.add(Bar.atMost("A12", table.columns().get(c) + ": pairs of rules out of the published order",
                    table.outOfOrder(c, 0.08), 0));
        }
        for (Table.Row row : table.rows()) {
            for (int c = 0; row.ours() && c < row.cells().size(); c++) {
                if (!row.cells().get(c).empty()) {
                    bars.add(Bar.atMost("A12", row.name() + ", " + table.columns().get(c) + ": rolled back",
                            row.cells().get(c).measured(), row.name().endsWith("0.01") ? 0.015 : 0.05));
                }
            }
        }
        return bars;
    }

    private double[] rates(double rate, Contrast first) {
        Draws draws = new Draws(effort.seed() + Double.hashCode(rate));
        List<Contrast.Rule> rules = Contrast.rules();
        int[] fired = new int[rules.size() + 4];
        for (int s = 0; s < streams; s++) {
            Contrast counts = first.fresh();
            CanarySettings settings = CanarySettings.of(Setup.rate(Setup.anyHarm()));
            CanaryAnalysis bets = Setup.rateAnalysis(settings, rate);
            CanaryAnalysis strict = Setup.rateAnalysis(
                    settings.with(new Tuning(Tuning.RateBet.CMH, Tuning.DEFAULT.onset())), rate);
            boolean[] done = new boolean[fired.length];
            for (int look = 0; look < LOOKS; look++) {
                int canary = draws.binomial(100, rate);
                int stable = draws.binomial(1900, rate);
                counts.look(100, canary, 1900, stable);
                for (int r = 0; r < rules.size(); r++) {
                    done[r] |= rules.get(r).fires().test(counts);
                }
                double bet = Setup.close(bets, canary, stable);
                double exact = Setup.close(strict, canary, stable);
                for (int b = 0; b < 2; b++) {
                    done[rules.size() + b] |= bet >= BOUNDS[b];
                    done[rules.size() + 2 + b] |= exact >= BOUNDS[b];
                }
            }
            for (int r = 0; r < fired.length; r++) {
                fired[r] += done[r] ? 1 : 0;
            }
        }
        return shares(fired, streams);
    }

    static double[] shares(int[] fired, int of) {
        double[] shares = new double[fired.length];
        for (int i = 0; i < fired.length; i++) {
            shares[i] = fired[i] / (double) of;
        }
        return shares;
    }

    /** Six rates whose p-values are averaged; two of them, as accuracy and recall do, say the same thing. */
    private double[] sixMetrics() {
        double[] rates = {0.01, 0.15, 0.15, 0.05, 0.5};
        double[] times = {1, 2, 1, 1, 1};
        Draws draws = new Draws(effort.seed() + 6);
        int[] fired = new int[2];
        for (int s = 0; s < streams; s++) {
            Contrast[] metrics = new Contrast[rates.length];
            java.util.Arrays.setAll(metrics, m -> Contrast.errors());
            boolean[] done = new boolean[2];
            for (int look = 0; look < LOOKS; look++) {
                double running = 0;
                double last = 0;
                for (int m = 0; m < rates.length; m++) {
                    metrics[m].look(100, draws.binomial(100, rates[m]), 1900, draws.binomial(1900, rates[m]));
                    running += times[m] * Contrast.p(metrics[m].z());
                    last += times[m] * Contrast.p(metrics[m].lastZ());
                }
                done[0] |= running / 6 < 0.2;
                done[1] |= last / 6 < 0.2;
            }
            fired[0] += done[0] ? 1 : 0;
            fired[1] += done[1] ? 1 : 0;
        }
        return shares(fired, streams);
    }
}
