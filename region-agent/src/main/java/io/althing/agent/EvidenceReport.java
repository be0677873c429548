package io.althing.agent;

import io.althing.canary.Evidence;
import io.althing.canary.Look;
import io.althing.canary.MetricCounts;
import io.althing.canary.MetricEvidence;
import io.althing.canary.Verdict;
import io.althing.policy.Judging;
import io.althing.registry.MetricRule;
import io.althing.registry.RegionEvidence;
import io.althing.registry.RegionPolicy;
import io.althing.registry.evidence.ComponentWealth;
import io.althing.registry.evidence.LogWealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the engine's evidence to what a region reports: integers only, gating metrics only. */
final class EvidenceReport {
    private EvidenceReport() {}

    /**
     * The evidence of a look.
     *
     * @param number the look's number within rollout and region
     */
    static RegionEvidence of(RegionPolicy policy, Look look, long number) {
        Evidence evidence = look.evidence();
        var metrics = new ArrayList<RegionEvidence.Metric>();
        List<LogWealth> promotes = new ArrayList<>();
        for (MetricRule rule : policy.analysis().metrics()) {
            if (rule.mode() == MetricRule.Mode.DRY_RUN) {
                continue;
            }
            MetricEvidence its = evidence.of(rule.name());
            MetricCounts counts = look.totals().cumulative().stream().filter(c -> c.metric().equals(rule.name()))
                    .findFirst().orElseThrow();
            metrics.add(new RegionEvidence.Metric(rule.name(), rule.kind(), Judging.boundaryText(rule), rule.share(),
                    its.rollback().components(), arm(counts.canary()), arm(counts.stable())));
            promote(rule, its).ifPresent(promotes::add);
        }
        LogWealth rollback = look.verdict() instanceof Verdict.Rollback ? evidence.peak() : evidence.rollback();
        return new RegionEvidence(number, rollback,
                promotes.stream().min(LogWealth::compareTo).orElse(LogWealth.ONE), metrics);
    }

    private static Optional<LogWealth> promote(MetricRule rule, MetricEvidence its) {
        return rule.promoteWithin().isEmpty() ? Optional.empty() : its.promote().map(ComponentWealth::mixture);
    }

    private static RegionEvidence.ArmCounts arm(io.althing.canary.ArmCounts counts) {
        return new RegionEvidence.ArmCounts(counts.n(), counts.bad());
    }

    static Judged.Finding finding(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Rollback v -> Judged.Finding.ROLLBACK;
            case Verdict.Promote v -> Judged.Finding.PROMOTE;
            case Verdict.Continue v -> Judged.Finding.CONTINUE;
            case Verdict.Inconclusive v -> Judged.Finding.INCONCLUSIVE;
            case Verdict.Invalid v -> Judged.Finding.INVALID;
            case Verdict.NoData v -> Judged.Finding.NO_DATA;
        };
    }
}
