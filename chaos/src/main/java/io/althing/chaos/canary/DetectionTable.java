package io.althing.chaos.canary;

import static io.althing.chaos.canary.Table.row;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.RateCounter;
import io.althing.canary.Tuning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How soon harm to a rate is found: within 10,000 canary requests at 100 looks, and when looked at every 20 requests. */
final class DetectionTable {
    private static final int PEEK = 20;
    private static final int RULES = 6;
    private static final double[] BOUNDS = {Math.log(20), Math.log(100)};

    private final Effort effort;

    DetectionTable(Effort effort) {
        this.effort = effort;
    }

    /** A change of a rate, and what was published about it. */
    private record Change(String name, double stable, double canary, double[] published) {}

    private static final List<Change> CHANGES = List.of(
            new Change("errors 1→1.3 %", .01, .013, new double[]{.265, .58, 9822, .37, 14362, 9351, 7946, 7705, 1910}),
            new Change("errors 1→2 %", .01, .02, new double[]{.912, 1, 1040, 1, 1530, 1214, 903, 900, 262}),
            new Change("errors 1→5 %", .01, .05, new double[]{1, 1, 118, 1, 166, 140, 143, 94, 33}),
            new Change("accuracy .85→.83", .15, .17, new double[]{.304, .995, 2477, .98, 3693, 2527, 2307, 2099, 483}),
            new Change("accuracy .85→.78", .15, .22, new double[]{1, 1, 242, 1, 351, 245, 304, 191, 53}));

    Table table() {
        List<Table.Row> rows = new ArrayList<>();
        for (Change change : CHANGES) {
            double[] found = withinTenThousand(change);
            double[] samples = samples(change);
            double[] measured = {found[0], found[1], samples[0], found[2], samples[1], samples[2], samples[3],
                    samples[4], samples[5]};
            double[] figures = new double[2 * measured.length];
            for (int i = 0; i < measured.length; i++) {
                figures[2 * i] = measured[i];
                figures[2 * i + 1] = change.published()[i];
            }
            rows.add(row(change.name(), true, figures));
        }
        return new Table("How soon harm to a rate is found, 5 % of traffic on the canary",
                "P: share found within 10,000 canary requests at 100 looks; N: mean canary requests, looked at every 20",
                List.of("fixed threshold, cumulative: P", "bets .05: P", "bets .05: N", "bets .01: P", "bets .01: N",
                        "strict bets .05: N", "pooled mixture, one-sided: N", "oracle that knows the effect: N",
                        "z repeated, one-sided (invalid): N"),
                rows);
    }

    private double[] withinTenThousand(Change change) {
        Draws draws = new Draws(effort.seed() + change.name().hashCode());
        int streams = Math.max(100, effort.streams() / 10);
        int[] found = new int[3];
        for (int s = 0; s < streams; s++) {
            Contrast counts = change.stable() < 0.1 ? Contrast.errors() : Contrast.accuracy();
            CanaryAnalysis bets = Setup.rateAnalysis(CanarySettings.of(Setup.rate(Setup.anyHarm())), change.stable());
            boolean[] done = new boolean[3];
            for (int look = 0; look < 100; look++) {
                int bad = draws.binomial(100, change.canary());
                int stableBad = draws.binomial(1900, change.stable());
                counts.look(100, bad, 1900, stableBad);
                double bet = Setup.close(bets, bad, stableBad);
                done[0] |= counts.fixedCumulative();
                done[1] |= bet >= BOUNDS[0];
                done[2] |= bet >= BOUNDS[1];
            }
            for (int r = 0; r < 3; r++) {
                found[r] += done[r] ? 1 : 0;
            }
        }
        return FalseAlarmTable.shares(found, streams);
    }

    private double[] samples(Change change) {
        Draws draws = new Draws(effort.seed() + 7 + change.name().hashCode());
        int streams = Math.max(20, effort.streams() / 40);
        double[] sums = new double[RULES];
        for (int s = 0; s < streams; s++) {
            long[] found = run(draws, change);
            for (int r = 0; r < RULES; r++) {
                sums[r] += found[r] / (double) streams;
            }
        }
        return sums;
    }

    private static long[] run(Draws draws, Change change) {
        CanarySettings settings = CanarySettings.of(Setup.rate(Setup.anyHarm()));
        CanaryAnalysis bets = Setup.rateAnalysis(settings, change.stable());
        RateCounter counter = bets.counter("bad");
        CanaryAnalysis strict = Setup.rateAnalysis(
                settings.with(new Tuning(Tuning.RateBet.CMH, Tuning.DEFAULT.onset())), change.stable());
        Contrast counts = Contrast.errors();
        double harm = Math.log(change.canary() / change.stable());
        double well = Math.log((1 - change.canary()) / (1 - change.stable()));
        double planned = Numbers.fixedSize(change.stable(), change.canary(), 0.05, 0.8);
        double oracle = 0;
        long samples = 0;
        long[] found = new long[RULES];
        for (int peek = 1; Arrays.stream(found).anyMatch(f -> f == 0); peek++) {
            int canary = draws.binomial(PEEK, 0.05);
            int bad = draws.binomial(canary, change.canary());
            int stableBad = draws.binomial(PEEK - canary, change.stable());
            samples += canary;
            oracle += bad * harm + (canary - bad) * well;
            counts.look(canary, bad, PEEK - canary, stableBad);
            counter.record(Arm.CANARY, bad, canary);
            counter.record(Arm.STABLE, stableBad, PEEK - canary);
            double exact = 0;
            if (found[2] == 0) {
                strict.record(Arm.CANARY, "bad", bad, canary);
                strict.record(Arm.STABLE, "bad", stableBad, PEEK - canary);
                exact = strict.closeLook(Setup.T0).evidence().rollback().toDouble();
            }
            double bet = counter.logEvidence();
            boolean[] now = {bet >= BOUNDS[0], bet >= BOUNDS[1], exact >= BOUNDS[0],
                    found[3] == 0 && counts.oneSidedMixture(planned) >= BOUNDS[0], oracle >= BOUNDS[0],
                    counts.z() > 1.644854};
            for (int r = 0; r < RULES; r++) {
                found[r] = found[r] == 0 && now[r] ? Math.max(1, samples) : found[r];
            }
            if (peek % 10 == 0) {
                bets.closeLook(Setup.T0);
            }
        }
        return found;
    }
}
