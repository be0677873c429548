package io.althing.canary.judge;

import io.althing.canary.CanarySettings;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import java.util.List;

/** A classical two-sided two-proportion z-test at five per cent on the running totals, done anew at each look. */
public record RepeatedTest(CanarySettings settings) implements Judge {

    private static final double CRITICAL = 1.959964;

    @Override
    public String name() {
        return "z-test repeated, 5 %";
    }

    @Override
    public Opinion judge(List<LookCounts> looks) {
        double largest = 0;
        for (MetricSettings metric : settings.metrics()) {
            if (metric.kind() instanceof MetricKind.Rate) {
                MetricCounts counts = Window.CUMULATIVE.counts(looks, metric.name());
                largest = Math.max(largest, Math.abs(SignificanceScore.z(counts.canary(), counts.stable())));
            }
        }
        return new Opinion(largest > CRITICAL, largest, "largest |z| of the running totals");
    }
}
