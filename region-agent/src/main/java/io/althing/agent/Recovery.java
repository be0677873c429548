package io.althing.agent;

import io.althing.canary.MetricCounts;
import io.althing.registry.Boundary;
import io.althing.registry.MetricRule;
import io.althing.registry.RegionPolicy;
import io.althing.telemetry.ArmWindow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a region's users got since it went back, beside what stable gave them while the canary ran.
 *
 * @param since monotonic nanoseconds at which the watch began
 * @param baseline both arms' counts of the analysis; only stable's are used; empty if nobody remembers them
 * @param seen stable since then
 */
public record Recovery(long since, List<MetricCounts> baseline, ArmWindow seen) {
    private static final double DEFAULT_TOLERANCE = 0.05;
    private static final double STANDARD_ERRORS = 3;

    /** Copies the list. */
    public Recovery {
        baseline = List.copyOf(baseline);
    }

    /** Whether the users are well again, and by what that was decided. */
    public record Finding(boolean recovered, String basis) {}

    Recovery plus(ArmWindow more) {
        return new Recovery(since, baseline, seen.plus(more));
    }

    /**
     * Compares each rate with its baseline. It is well if it is no worse than the baseline by more than {@code promoteWithin}, or five
     * points where that is not a plain difference, plus three standard errors of what was seen.
     */
    Finding finding(RegionPolicy policy) {
        if (seen.requests() == 0) {
            return new Finding(true, "no request came in the recovery window, so nobody was harmed in it");
        }
        var words = new ArrayList<String>();
        boolean well = true;
        for (MetricRule rule : policy.analysis().metrics()) {
            long trials = rule.kind() == MetricRule.Kind.RATE ? Feed.trials(rule, seen) : 0;
            if (trials > 0) {
                double rate = Feed.harmful(rule, seen) / (double) trials;
                double before = before(rule).orElse(0.0);
                double limit = before + tolerance(rule)
                        + STANDARD_ERRORS
                                * StrictMath.sqrt(StrictMath.max(before * (1 - before), 0.25 / trials) / trials);
                well &= rate <= limit;
                words.add(String.format(Locale.ROOT, "%s: %.2f %% bad of %d, %.2f %% before, at most %.2f %% is well",
                        rule.name(), 100 * rate, trials, 100 * before, 100 * limit));
            }
        }
        return words.isEmpty()
                ? new Finding(true, seen.requests() + " requests, none of them with anything to judge by")
                : new Finding(well, String.join("; ", words));
    }

    private Optional<Double> before(MetricRule rule) {
        return baseline.stream().filter(c -> c.metric().equals(rule.name()) && c.stable().n() > 0).findFirst()
                .map(c -> c.stable().bad() / (double) c.stable().n());
    }

    private static double tolerance(MetricRule rule) {
        return rule.promoteWithin().filter(Boundary.Absolute.class::isInstance).map(Boundary.Absolute.class::cast)
                .map(Boundary.Absolute::value).map(BigDecimal::doubleValue).orElse(DEFAULT_TOLERANCE);
    }
}
