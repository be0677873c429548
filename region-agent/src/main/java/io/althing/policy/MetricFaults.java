package io.althing.policy;

import io.althing.registry.Boundary;
import io.althing.registry.MetricRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong with metrics that are well-formed one by one and field by field. */
final class MetricFaults {
    private MetricFaults() {}

    static List<Fault> of(YamlDocument document, List<MetricRule> metrics) {
        var faults = new ArrayList<Fault>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < metrics.size(); i++) {
            MetricRule metric = metrics.get(i);
            String path = Paths.item("spec.analysis.metrics", i);
            if (!names.add(metric.name())) {
                faults.add(document.faultAt(path + ".name", "names a second metric; give each its own name"));
            }
            if (metric.kind() != MetricRule.Kind.QUANTILE && metric.quantile().isPresent()) {
                faults.add(document.faultAt(path + ".quantile", "is for kind quantile; remove it"));
            }
            if (metric.kind() != MetricRule.Kind.MEAN && metric.cap().isPresent()) {
                faults.add(document.faultAt(path + ".cap", "is for kind mean; remove it"));
            }
            if (metric.kind() == MetricRule.Kind.MEAN && metric.cap().isEmpty()) {
                faults.add(document.faultAt(path + ".cap",
                        "is missing; larger values count as the cap, so that one of them cannot decide: add it, "
                                + "for example what one request of two hundred exceeds"));
            }
            reserved(metric).ifPresent(why -> faults.add(document.faultAt(path + ".kind", why)));
            if (metric.name().equals("accuracy") && metric.labelWindowMillis().isEmpty()) {
                faults.add(document.faultAt(path + ".labelWindow",
                        "is missing; say how old a request must be for its label to count, for example 10m"));
            }
            if (MetricNames.atOnce(metric) && metric.labelWindowMillis().isPresent()) {
                faults.add(document.faultAt(path + ".labelWindow",
                        "is for metrics that need labels or come later; remove it"));
            }
            narrow(metric).ifPresent(why -> faults.add(document.faultAt(path + ".promoteWithin", why)));
            if (metric.kind() != MetricRule.Kind.MEAN || metric.cap().isPresent()) {
                misfit(metric).ifPresent(why -> faults.add(document.faultAt(path, why)));
            }
        }
        if (!metrics.isEmpty() && metrics.stream().allMatch(m -> m.mode() == MetricRule.Mode.DRY_RUN)) {
            faults.add(document.faultAt("spec.analysis.metrics",
                    "are all dry runs, so nothing would decide; let one of them count"));
        }
        return faults;
    }

    private static Optional<String> reserved(MetricRule metric) {
        return switch (MetricNames.source(metric)) {
            case REQUESTS, LABELS -> metric.kind() == MetricRule.Kind.RATE
                    ? Optional.empty()
                    : Optional
                            .of("must be rate, for " + metric.name() + " is counted; give another metric another name");
            case LATENCIES -> metric.kind() != MetricRule.Kind.RATE
                    ? Optional.empty()
                    : Optional
                            .of("must be quantile or mean, for latency is measured; give another metric another name");
            case BUSINESS -> Optional.empty();
        };
    }

    private static Optional<String> narrow(MetricRule metric) {
        Boundary zero = new Boundary.Absolute(BigDecimal.ZERO);
        return metric.promoteWithin().flatMap(outer -> metric.rollbackBeyond()
                .or(() -> outer instanceof Boundary.Absolute ? Optional.of(zero) : Optional.empty())
                .flatMap(inner -> Judging.wider(outer, inner, metric.bad()))).filter(wider -> !wider)
                .map(no -> "must tolerate more harm than rollbackBeyond; else a version could be convicted and promoted at once");
    }

    private static Optional<String> misfit(MetricRule metric) {
        try {
            Judging.metric(metric);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
