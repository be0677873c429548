package io.althing.chaos.canary;

import static io.althing.chaos.canary.Table.NONE;
import static io.althing.chaos.canary.Table.row;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** How soon slower answers are found, looked at every 200 requests of which ten are the canary's. */
final class LatencyTable {
    private static final double SIGMA = 0.6;
    private static final int LOOK = 200;
    private static final int MOST = 10_000;
    private static final int RULES = 5;
    /** The 95th percentile of the harmless latency. */
    private static final double P95 = 20 * Math.exp(1.644854 * SIGMA);

    private final Effort effort;

    LatencyTable(Effort effort) {
        this.effort = effort;
    }

    private record Change(String name, DoubleUnaryOperator harm, double[] published) {}

    Table table() {
        Draws draws = new Draws(effort.seed() + 55);
        List<Change> changes = List.of(
                new Change("whole ×1.1", x -> 1.1 * x, new double[]{.005, 422, 606, 2050, 1377, 2462}),
                new Change("whole ×1.3", x -> 1.3 * x, new double[]{.111, 71, 97, 205, 153, 317}),
                new Change("whole ×1.5", x -> 1.5 * x, new double[]{.932, 37, 48, 83, 66, 140}),
                new Change("tail only, p95 ×1.1", LatencyStreams.tail(draws, 1.70),
                        new double[]{.010, 1182, 1705, 2383, 1552, NONE}),
                new Change("tail only, p95 ×1.3", LatencyStreams.tail(draws, 2.69),
                        new double[]{.200, 248, 352, 356, 268, 2897}),
                new Change("tail only, p95 ×1.5", LatencyStreams.tail(draws, 3.50),
                        new double[]{.928, 143, 194, 203, 157, 1996}));
        List<Table.Row> rows = new ArrayList<>();
        for (Change change : changes) {
            double[] measured = measure(draws, change.harm());
            double[] figures = new double[2 * measured.length];
            for (int i = 0; i < measured.length; i++) {
                figures[2 * i] = measured[i];
                figures[2 * i + 1] = change.published()[i];
            }
            rows.add(row(change.name(), true, figures));
        }
        return new Table("How soon slower answers are found, lognormal latency, sigma 0.6",
                "P: share in which p95 was ever above 1.5 times stable's at 100 looks of 100 + 1,900; "
                        + "N: mean canary requests, looked at every ten, at most 10,000",
                List.of("fixed p95 > 1.5×, cumulative: P", "bets .05: N", "bets .01: N", "p95 alone .05: N",
                        "share above the old p95 .05: N", "bands of the distributions .05: N"),
                rows);
    }

    private double[] measure(Draws draws, DoubleUnaryOperator harm) {
        int streams = Math.max(20, effort.streams() / 50);
        double[] sums = new double[RULES + 1];
        for (int s = 0; s < streams; s++) {
            sums[0] += everPast(draws, harm) ? 1.0 / streams : 0;
            long[] found = run(draws, harm);
            for (int r = 0; r < RULES; r++) {
                sums[r + 1] += found[r] / (double) streams;
            }
        }
        return sums;
    }

    private static boolean everPast(Draws draws, DoubleUnaryOperator harm) {
        Histograms all = new Histograms();
        for (int look = 0; look < 100; look++) {
            for (int i = 0; i < 2000; i++) {
                double value = draws.lognormal(SIGMA);
                all.add(i < 100, i < 100 ? harm.applyAsDouble(value) : value);
            }
            if (all.fixed()) {
                return true;
            }
        }
        return false;
    }

    private static long[] run(Draws draws, DoubleUnaryOperator harm) {
        CanaryAnalysis any = LatencyStreams.begun(LatencyStreams.Rule.ANY_HARM, draws, SIGMA);
        CanaryAnalysis p95 = LatencyStreams.begun(LatencyStreams.Rule.P95_ONLY, draws, SIGMA);
        CanaryAnalysis above = Setup.rateAnalysis(CanarySettings.of(Setup.rate(Setup.anyHarm())), 0.05);
        Histograms all = new Histograms();
        long[] found = new long[RULES];
        long samples = 0;
        while (samples < MOST && java.util.Arrays.stream(found).anyMatch(f -> f == 0)) {
            for (int i = 0; i < LOOK; i++) {
                boolean toCanary = draws.happens(0.05);
                double plain = draws.lognormal(SIGMA);
                double value = toCanary ? harm.applyAsDouble(plain) : plain;
                Arm arm = toCanary ? Arm.CANARY : Arm.STABLE;
                any.record(arm, "latency", value);
                p95.record(arm, "latency", value);
                above.record(arm, "bad", value > P95 ? 1 : 0, 1);
                all.add(toCanary, value);
                samples += toCanary ? 1 : 0;
            }
            double bet = log(any);
            boolean[] now = {bet >= Math.log(20), bet >= Math.log(100), log(p95) >= Math.log(20),
                    log(above) >= Math.log(20), found[4] == 0 && all.bandsPart()};
            for (int r = 0; r < RULES; r++) {
                found[r] = found[r] == 0 && now[r] ? samples : found[r];
            }
        }
        for (int r = 0; r < RULES; r++) {
            found[r] = found[r] == 0 ? MOST : found[r];
        }
        return found;
    }

    private static double log(CanaryAnalysis analysis) {
        return analysis.closeLook(Setup.T0).evidence().rollback().toDouble();
    }
}
