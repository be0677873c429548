package io.althing.canary.judge;

import io.althing.canary.CanarySettings;
import java.util.Locale;

/** The usual rules by name. Baselines to compare with: none of them bounds how often a harmless canary is rolled back. */
public enum UsualRule {
    /** {@link FixedThresholds} on the last look. */
    FIXED_THRESHOLDS,
    /** {@link FixedThresholds} on all looks. */
    FIXED_THRESHOLDS_CUMULATIVE,
    /** {@link SignificanceScore} of all looks. */
    SIGNIFICANCE,
    /** {@link WeightedRisk}. */
    WEIGHTED_RISK,
    /** {@link ImpactWeights}. */
    IMPACT_WEIGHTS,
    /** {@link RankJudge}, in the style of Kayenta. */
    KAYENTA,
    /** {@link FailedChecks}: five, in the style of Flagger and Argo Rollouts. */
    FAILED_CHECKS,
    /** {@link RepeatedTest}. */
    Z_TEST;

    private static final int FAILURES = 5;

    /** The rule for these metrics. */
    public Judge judge(CanarySettings settings) {
        return switch (this) {
            case FIXED_THRESHOLDS -> new FixedThresholds(settings, Window.LAST);
            case FIXED_THRESHOLDS_CUMULATIVE -> new FixedThresholds(settings, Window.CUMULATIVE);
            case SIGNIFICANCE -> new SignificanceScore(settings, Window.CUMULATIVE);
            case WEIGHTED_RISK -> new WeightedRisk(settings);
            case IMPACT_WEIGHTS -> new ImpactWeights(settings);
            case KAYENTA -> new RankJudge(settings);
            case FAILED_CHECKS -> new FailedChecks(settings, FAILURES);
            case Z_TEST -> new RepeatedTest(settings);
        };
    }

    /** As it is written on the command line: {@code fixed-thresholds}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
