package io.althing.canary.judge;

import io.althing.canary.ArmCounts;
import io.althing.canary.CanarySettings;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.canary.Readings;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.special.Erf;

/**
 * One minus the average two-sided p-value of the metrics, above 0.8. The average of p-values is not a p-value, counts
 * improvements as harm, and is looked at again and again. Rates by a two-proportion z; other kinds are left out.
 */
public record SignificanceScore(CanarySettings settings, Window window) implements Judge {

    private static final double LIMIT = 0.8;

    @Override
    public String name() {
        return "significance above 0.8, " + window.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Opinion judge(List<LookCounts> looks) {
        double score = score(looks);
        return new Opinion(score > LIMIT, score, String.format(Locale.ROOT, "one minus the average p is %.2f", score));
    }

    double score(List<LookCounts> looks) {
        double sum = 0;
        int count = 0;
        for (MetricSettings metric : settings.metrics()) {
            if (metric.kind() instanceof MetricKind.Rate) {
                MetricCounts counts = window.counts(looks, metric.name());
                sum += twoSidedP(z(counts.canary(), counts.stable()));
                count++;
            }
        }
        return count == 0 ? 0 : 1 - sum / count;
    }

    static double z(ArmCounts canary, ArmCounts stable) {
        double n = canary.n() + stable.n();
        double pooled = n == 0 ? 0 : (canary.bad() + stable.bad()) / n;
        double variance = canary.n() == 0 || stable.n() == 0
                ? 0
                : pooled * (1 - pooled) * (1.0 / canary.n() + 1.0 / stable.n());
        return variance == 0 ? 0 : (Readings.badShare(canary) - Readings.badShare(stable)) / Math.sqrt(variance);
    }

    private static double twoSidedP(double z) {
        return Erf.erfc(Math.abs(z) / Math.sqrt(2));
    }
}
