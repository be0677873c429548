package io.althing.agent;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.registry.MetricRule;
import io.althing.registry.RegionPolicy;
import io.althing.telemetry.ArmWindow;
import io.althing.telemetry.ArmWindows;

/**
 * Gives an analysis what the telemetry counted, metric by metric: {@code error_rate} from requests, {@code accuracy} from requests
 * whose label came in time (how many had none is compared between the arms too), quantiles from latencies in milliseconds.
 */
final class Feed {
    private static final double MICROS_PER_MILLI = 1_000;

    private Feed() {}

    /** Whether the metric is known only once labels are in. */
    static boolean labelled(MetricRule rule) {
        return rule.labelWindowMillis().isPresent();
    }

    static void all(CanaryAnalysis analysis, RegionPolicy policy, ArmWindows windows) {
        analysis.arrivals(Arm.CANARY, windows.canary().requests());
        analysis.arrivals(Arm.STABLE, windows.stable().requests());
        for (MetricRule rule : policy.analysis().metrics()) {
            one(analysis, rule, Arm.CANARY, windows.canary());
            one(analysis, rule, Arm.STABLE, windows.stable());
        }
    }

    private static void one(CanaryAnalysis analysis, MetricRule rule, Arm arm, ArmWindow window) {
        switch (rule.kind()) {
            case RATE -> {
                analysis.record(arm, rule.name(), harmful(rule, window), trials(rule, window));
                if (labelled(rule)) {
                    analysis.labels(arm, rule.name(), window.labels().labelled(), window.labels().entered());
                }
            }
            case QUANTILE -> window.latencies().forEach(latency -> analysis.record(arm, rule.name(),
                    latency.micros() / MICROS_PER_MILLI, latency.count()));
            case MEAN -> throw new IllegalStateException("a policy with a mean is refused when it is read");
        }
    }

    /** How many units of the window the rate speaks of. */
    static long trials(MetricRule rule, ArmWindow window) {
        return labelled(rule) ? window.labels().labelled() : window.requests();
    }

    /** How many of them went badly. */
    static long harmful(MetricRule rule, ArmWindow window) {
        return labelled(rule)
                ? window.labels().labelled() - window.labels().correct()
                : Math.min(window.errors(), window.requests());
    }
}
