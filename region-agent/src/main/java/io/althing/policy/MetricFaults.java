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
            if (metric.name().equals("accuracy") && metric.labelWindowMillis().isEmpty()) {
                faults.add(document.faultAt(path + ".labelWindow",
                        "is missing; say how old a request must be for its label to count, for example 10m"));
            }
            if (!metric.name().equals("accuracy") && metric.labelWindowMillis().isPresent()) {
                faults.add(document.faultAt(path + ".labelWindow", "is for metrics that need labels; remove it"));
            }
            narrow(metric).ifPresent(why -> faults.add(document.faultAt(path + ".promoteWithin", why)));
            misfit(metric).ifPresent(why -> faults.add(document.faultAt(path, why)));
        }
        if (!metrics.isEmpty() && metrics.stream().allMatch(m -> m.mode() == MetricRule.Mode.DRY_RUN)) {
            faults.add(document.faultAt("spec.analysis.metrics",
                    "are all dry runs, so nothing would decide; let one of them count"));
        }
        return faults;
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
