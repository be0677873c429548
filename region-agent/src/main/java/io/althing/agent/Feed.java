package io.althing.agent;

import io.althing.canary.Arm;
import io.althing.canary.CanaryAnalysis;
import io.althing.policy.MetricNames;
import io.althing.registry.MetricRule;
import io.althing.registry.RegionPolicy;
import io.althing.telemetry.ArmWindow;
import io.althing.telemetry.ArmWindows;
import io.althing.telemetry.Measured;
import java.util.Optional;

/**
 * Gives an analysis what the telemetry counted, metric by metric: {@code error_rate} from requests, {@code accuracy} from requests
 * whose label came in time (how many had none is compared between the arms too), {@code latency…} from latencies in milliseconds. Any
 * other metric is a business metric: its values were sent in under its name. With a label window it is judged at that age, and of a
 * request without a value by then nothing came: it counts as 0. Without one only requests that had a value count.
 */
final class Feed {
    private static final double MICROS_PER_MILLI = 1_000;

    private Feed() {}

    static void all(CanaryAnalysis analysis, RegionPolicy policy, ArmWindows windows) {
        analysis.arrivals(Arm.CANARY, windows.canary().arrivals());
        analysis.arrivals(Arm.STABLE, windows.stable().arrivals());
        for (MetricRule rule : policy.analysis().metrics()) {
            one(analysis, rule, Arm.CANARY, windows.canary());
            one(analysis, rule, Arm.STABLE, windows.stable());
        }
    }

    private static void one(CanaryAnalysis analysis, MetricRule rule, Arm arm, ArmWindow window) {
        switch (rule.kind()) {
            case RATE -> {
                analysis.record(arm, rule.name(), harmful(rule, window), trials(rule, window));
                if (MetricNames.source(rule) == MetricNames.Source.LABELS) {
                    analysis.labels(arm, rule.name(), window.labels().labelled(), window.labels().entered());
                }
            }
            case QUANTILE, MEAN -> values(analysis, rule, arm, window);
        }
    }

    private static void values(CanaryAnalysis analysis, MetricRule rule, Arm arm, ArmWindow window) {
        if (MetricNames.source(rule) == MetricNames.Source.LATENCIES) {
            window.latencies().forEach(latency -> analysis.record(arm, rule.name(),
                    latency.micros() / MICROS_PER_MILLI, latency.count()));
            return;
        }
        Optional<Measured> business = business(rule, window);
        business.ifPresent(seen -> seen.counts()
                .forEach(value -> analysis.record(arm, rule.name(), value.value(), value.count())));
        analysis.record(arm, rule.name(), 0.0, trials(rule, window) - business.map(Measured::n).orElse(0L));
    }

    /** How many units of the window the metric speaks of. */
    static long trials(MetricRule rule, ArmWindow window) {
        return switch (MetricNames.source(rule)) {
            case REQUESTS, LATENCIES -> window.requests();
            case LABELS -> window.labels().labelled();
            case BUSINESS -> rule.labelWindowMillis().isPresent()
                    ? window.outcomes().entered()
                    : business(rule, window).map(Measured::n).orElse(0L);
        };
    }

    /** How many of them went badly, for a rate. */
    static long harmful(MetricRule rule, ArmWindow window) {
        return switch (MetricNames.source(rule)) {
            case REQUESTS, LATENCIES -> Math.min(window.errors(), window.requests());
            case LABELS -> window.labels().labelled() - window.labels().correct();
            case BUSINESS -> {
                long yes = business(rule, window).map(Measured::yes).orElse(0L);
                yield rule.bad() == MetricRule.Bad.INCREASE ? yes : trials(rule, window) - yes;
            }
        };
    }

    private static Optional<Measured> business(MetricRule rule, ArmWindow window) {
        return (rule.labelWindowMillis().isPresent() ? window.outcomes().values() : window.values()).stream()
                .filter(seen -> seen.name().equals(rule.name())).findFirst();
    }
}
