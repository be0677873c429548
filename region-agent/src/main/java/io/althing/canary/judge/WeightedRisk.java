package io.althing.canary.judge;

import io.althing.canary.CanarySettings;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import io.althing.canary.MetricSettings;
import java.util.List;
import java.util.Locale;

/**
 * The score 0.4·significance + 0.3·anomaly + 0.3·impact, above 0.7. Significance is the averaged one; anomaly is the share of
 * metrics whose newest reading is past its threshold; impact is the shares-weighted reading in multiples of its
 * threshold, cut off at one. Three unlike scales added up: no error probability belongs to the sum.
 */
public record WeightedRisk(CanarySettings settings) implements Judge {

    private static final double LIMIT = 0.7;

    @Override
    public String name() {
        return "weighted risk above 0.7";
    }

    @Override
    public Opinion judge(List<LookCounts> looks) {
        double anomalies = 0;
        double impact = 0;
        double shares = 0;
        for (MetricSettings metric : settings.metrics()) {
            MetricCounts last = Window.LAST.counts(looks, metric.name());
            MetricCounts all = Window.CUMULATIVE.counts(looks, metric.name());
            double share = metric.standing().share().doubleValue();
            anomalies += FixedThresholds.excess(metric, last) > 1 ? 1 : 0;
            impact += share * Math.max(0, Math.min(1, FixedThresholds.excess(metric, all)));
            shares += share;
        }
        double significance = new SignificanceScore(settings, Window.CUMULATIVE).score(looks);
        double risk = 0.4 * significance + 0.3 * anomalies / settings.metrics().size()
                + (shares == 0 ? 0 : 0.3 * impact / shares);
        return new Opinion(risk > LIMIT, risk, String.format(Locale.ROOT, "risk score %.2f", risk));
    }
}
