package io.althing.canary;

import io.althing.registry.evidence.LogWealth;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rule that turns evidence into a verdict: a broken comparison first, then harm, then safety, then the clock.
 */
record Judgement(CanarySettings settings, Evidence evidence, Look.Totals totals) {

    /** One in a thousand: how rarely a sound comparison may be called broken. */
    private static final LogWealth RATIO_BOUND = LogWealth.bound(1_000);

    /** What besides the evidence matters. */
    record Circumstances(SampleRatio ratio, Optional<String> unevenLabels, Duration elapsed, boolean silent) {}

    Verdict verdict(Circumstances now) {
        if (now.ratio().evidence().atLeast(RATIO_BOUND)) {
            return new Verdict.Invalid("traffic does not arrive as declared: " + now.ratio().canary()
                    + " units to the canary and " + now.ratio().stable()
                    + " to stable in this step; check routing before believing any difference");
        }
        if (now.unevenLabels().isPresent()) {
            return new Verdict.Invalid("labels of " + now.unevenLabels().get()
                    + " arrive at different rates in the two arms; mend the labelling before believing any difference");
        }
        if (evidence.peak().atLeast(bound(settings.alpha().rollback()))) {
            return rollback();
        }
        List<String> open = new ArrayList<>();
        boolean judged = false;
        for (MetricSettings metric : settings.metrics()) {
            if (metric.gating() && metric.limits().promoteWithin().isPresent()) {
                judged = true;
                if (!evidence.of(metric.name()).peak().promote().atLeast(bound(settings.alpha().promote()))) {
                    open.add(metric.name());
                }
            }
        }
        boolean enough = Math.min(totals.stepCanary(), totals.stepStable()) >= settings.minSampleSize();
        if (judged && open.isEmpty() && enough) {
            return new Verdict.Promote("every gating metric is within its margin, wrong at most once in "
                    + inverse(settings.alpha().promote()));
        }
        if (now.elapsed().compareTo(settings.maxDuration()) >= 0) {
            return new Verdict.Inconclusive(
                    "undecided after " + now.elapsed().toMinutes() + " minutes; " + missing(open, enough));
        }
        if (now.silent()) {
            return new Verdict.NoData("no observation of the canary in this look");
        }
        return new Verdict.Continue(missing(open, enough));
    }

    private Verdict.Rollback rollback() {
        String metric = evidence.attributed().orElse("");
        MetricSettings its = settings.metrics().stream().filter(m -> m.name().equals(metric)).findFirst()
                .orElse(settings.metrics().get(0));
        MetricCounts counts = totals.cumulative().stream().filter(c -> c.metric().equals(its.name())).findFirst()
                .orElseThrow();
        String seen = its.kind() instanceof MetricKind.Rate
                ? counts.canary().bad() + " bad of " + counts.canary().n() + " on the canary, " + counts.stable().bad()
                        + " of " + counts.stable().n() + " on stable"
                : counts.canary().n() + " values on the canary, " + counts.stable().n() + " on stable";
        String reason = its.name() + " is worse than allowed (" + seen
                + "); were the canary harmless, evidence like this would turn up in fewer than 1 of "
                + oneIn(evidence.peak()) + " rollouts";
        return new Verdict.Rollback(reason, its.name(), its.standing().role() == Standing.Role.CRITICAL);
    }

    private String missing(List<String> open, boolean enough) {
        String harm = "evidence of harm stands at 1 in " + oneIn(evidence.peak()) + ", needs 1 in "
                + inverse(settings.alpha().rollback());
        String safety = open.isEmpty() ? "" : "; not yet shown to be within the margin: " + String.join(", ", open);
        String samples = enough
                ? ""
                : "; this step has " + totals.stepCanary() + " and " + totals.stepStable() + " observations of the "
                        + settings.minSampleSize() + " each arm needs";
        return harm + safety + samples;
    }

    private static String oneIn(LogWealth wealth) {
        double e = Math.exp(wealth.toDouble());
        if (e >= 1e9) {
            return "a billion";
        }
        return e < 100 ? String.format(Locale.ROOT, "%.1f", e) : Long.toString((long) e);
    }

    private static String inverse(BigDecimal alpha) {
        return Long.toString(Math.round(1 / alpha.doubleValue()));
    }

    private static LogWealth bound(BigDecimal alpha) {
        return LogWealth.of(-StrictMath.log(alpha.doubleValue()));
    }
}
