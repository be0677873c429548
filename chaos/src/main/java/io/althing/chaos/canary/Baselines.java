package io.althing.chaos.canary;

import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Direction;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.Standing;
import io.althing.canary.judge.FailedChecks;
import io.althing.canary.judge.FixedThresholds;
import io.althing.canary.judge.Judge;
import io.althing.canary.judge.RankJudge;
import io.althing.canary.judge.RepeatedTest;
import io.althing.canary.judge.SignificanceScore;
import io.althing.canary.judge.WeightedRisk;
import io.althing.canary.judge.Window;
import io.althing.chaos.canary.Setup.Traffic;
import java.util.ArrayList;
import java.util.List;

/** A12: how often the usual rules roll back a harmless canary over a hundred looks of 100 and 1,900 requests. */
final class Baselines {

    private static final int LOOKS = 100;

    private final Effort effort;

    Baselines(Effort effort) {
        this.effort = effort;
    }

    /** One rule's share of harmless canaries rolled back, beside the published figure (negative if there is none). */
    record Row(String rule, double measured, double published) {}

    List<Row> errorRate() {
        MetricSettings metric = Setup.rate(Setup.anyHarm());
        return rows(CanarySettings.of(metric), 0.01, new double[]{1.000, .123, .837, 1.000, .904, .357, -1, -1, .022});
    }

    List<Row> accuracy() {
        MetricSettings metric = new MetricSettings("bad", new MetricKind.Rate(), Direction.DECREASE, Setup.anyHarm(),
                Standing.ordinary());
        return rows(CanarySettings.of(metric), 0.15, new double[]{1.000, .106, .847, 1.000, .953, .373, -1, -1, .022});
    }

    /** The order of the table: every usual rule rolls back more harmless canaries than the bets, the window rules nearly all. */
    static List<Bar> bars(List<Row> rows) {
        Row bets = rows.get(rows.size() - 1);
        List<Bar> bars = new ArrayList<>();
        for (Row row : rows.subList(0, rows.size() - 1)) {
            if (row.published() >= 0) {
                bars.add(Bar.atLeast("A12", row.rule() + ": harmless canaries rolled back", row.measured(),
                        Math.min(1, bets.measured())));
            }
        }
        bars.add(Bar.atMost("A12", bets.rule() + ": harmless canaries rolled back", bets.measured(), 0.05));
        return bars;
    }

    private List<Row> rows(CanarySettings settings, double rate, double[] published) {
        List<Judge> judges = List.of(new FixedThresholds(settings, Window.LAST),
                new FixedThresholds(settings, Window.CUMULATIVE),
                new SignificanceScore(settings, Window.CUMULATIVE), new SignificanceScore(settings, Window.LAST),
                new FailedChecks(settings, 5),
                new RepeatedTest(settings), new WeightedRisk(settings), new RankJudge(settings));
        int streams = Math.max(200, effort.streams() / 20);
        int[] fired = new int[judges.size() + 1];
        Draws draws = new Draws(effort.seed() + Double.hashCode(rate));
        for (int s = 0; s < streams; s++) {
            run(settings, rate, judges, draws, fired);
        }
        List<Row> rows = new ArrayList<>();
        for (int j = 0; j < fired.length; j++) {
            String name = j < judges.size() ? judges.get(j).name() : "bets, alpha 0.05";
            rows.add(new Row(name, fired[j] / (double) streams, published[j]));
        }
        return rows;
    }

    private static void run(CanarySettings settings, double rate, List<Judge> judges, Draws draws, int[] fired) {
        CanaryAnalysis analysis = Setup.rateAnalysis(settings, rate);
        boolean[] done = new boolean[fired.length];
        List<LookCounts> looks = new ArrayList<>();
        for (int look = 0; look < LOOKS; look++) {
            var closed = Setup.look(analysis, draws, Traffic.usual(rate, rate));
            looks.add(closed.counts());
            for (int j = 0; j < judges.size(); j++) {
                done[j] = done[j] || judges.get(j).judge(looks).rollback();
            }
            done[judges.size()] |= closed.evidence().rollback().toDouble() >= Math.log(20);
        }
        for (int j = 0; j < fired.length; j++) {
            fired[j] += done[j] ? 1 : 0;
        }
    }
}
