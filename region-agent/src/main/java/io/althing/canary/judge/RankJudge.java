package io.althing.canary.judge;

import io.althing.canary.ArmCounts;
import io.althing.canary.CanarySettings;
import io.althing.canary.Direction;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.Readings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A judge in the style of Kayenta: one reading per look and arm, compared as two samples by a Mann–Whitney interval of
 * 98 %; a metric fails if the interval of the shift lies wholly beyond a quarter of the estimated shift in the harmful
 * direction. Needs five looks.
 */
public record RankJudge(CanarySettings settings) implements Judge {

    private static final int FEWEST = 5;
    private static final double CRITICAL = 2.326348;
    private static final double EFFECT = 0.25;

    @Override
    public String name() {
        return "rank test on looks";
    }

    @Override
    public Opinion judge(List<LookCounts> looks) {
        if (looks.size() < FEWEST) {
            return new Opinion(false, 0, "fewer than five looks");
        }
        for (MetricSettings metric : settings.metrics()) {
            double[] canary = readings(looks, metric, true);
            double[] stable = readings(looks, metric, false);
            double[] shifts = shifts(canary, stable);
            double middle = shifts[shifts.length / 2];
            double m = canary.length;
            double n = stable.length;
            int rank = (int) Math.floor(m * n / 2 - CRITICAL * Math.sqrt(m * n * (m + n + 1) / 12));
            if (rank >= 0 && shifts[Math.min(rank, shifts.length - 1)] > EFFECT * Math.abs(middle) && middle > 0) {
                return new Opinion(true, middle, metric.name() + " is shifted");
            }
        }
        return new Opinion(false, 0, "no metric is shifted");
    }

    private static double[] shifts(double[] canary, double[] stable) {
        double[] shifts = new double[canary.length * stable.length];
        int i = 0;
        for (double c : canary) {
            for (double s : stable) {
                shifts[i++] = c - s;
            }
        }
        Arrays.sort(shifts);
        return shifts;
    }

    private static double[] readings(List<LookCounts> looks, MetricSettings metric, boolean canary) {
        List<Double> readings = new ArrayList<>();
        for (LookCounts look : looks) {
            for (MetricCounts counts : look.metrics()) {
                ArmCounts arm = canary ? counts.canary() : counts.stable();
                if (counts.metric().equals(metric.name()) && arm.n() > 0) {
                    readings.add(harm(metric, arm));
                }
            }
        }
        return readings.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double harm(MetricSettings metric, ArmCounts arm) {
        return switch (metric.kind()) {
            case MetricKind.Rate r -> Readings.badShare(arm);
            case MetricKind.Quantile q ->
                (metric.bad() == Direction.INCREASE ? 1 : -1) * Readings.quantile(arm, q.quantile().doubleValue());
            case MetricKind.Mean m -> 0;
            case MetricKind.Distribution d -> 0;
        };
    }
}
