package io.althing.policy;

import io.althing.registry.Boundary;
import io.althing.registry.MetricRule;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicy;
import java.math.BigDecimal;
import java.util.List;

/** From the completed tree of a region's file to the registry's record. */
final class RegionPolicyReader {
    private static final int FULL = 10_000;

    private RegionPolicyReader() {}

    static RegionPolicy read(Fields file) {
        String region = file.text("metadata.region");
        Fields spec = file.at("spec");
        boolean canary = spec.has("strategy.canary");
        List<RegionPolicy.Step> steps = canary
                ? spec.list("strategy.canary.steps", RegionPolicyReader::step)
                : List.of(new RegionPolicy.Step.SetWeight(FULL));
        return new RegionPolicy(new Region(region), file.has("metadata.owner") ? file.text("metadata.owner") : region,
                canary ? RegionPolicy.Strategy.CANARY : RegionPolicy.Strategy.ALL_AT_ONCE, steps,
                analysis(spec.at("analysis")), gates(spec.at("gates")),
                new RegionPolicy.Rollback(spec.millis("rollback.recovery.window")),
                new RegionPolicy.Partition(spec.word("partition.onPartition", RegionPolicy.OnPartition.class),
                        spec.millis("partition.after")),
                accepts(spec.at("accepts.others")));
    }

    private static RegionPolicy.Step step(Fields step) {
        return step.has("setWeight")
                ? new RegionPolicy.Step.SetWeight(step.basisPoints("setWeight"))
                : new RegionPolicy.Step.Pause(step.optional("pause.duration", step::millis));
    }

    private static RegionPolicy.Analysis analysis(Fields analysis) {
        return new RegionPolicy.Analysis(analysis.millis("interval"), analysis.number("minSampleSize"),
                analysis.millis("maxDuration"), analysis.decimal("alpha.rollback"), analysis.decimal("alpha.promote"),
                analysis.word("onInconclusive", RegionPolicy.OnInconclusive.class),
                analysis.word("onNoData", RegionPolicy.OnNoData.class),
                analysis.list("metrics", RegionPolicyReader::metric));
    }

    private static MetricRule metric(Fields metric) {
        MetricRule.Mode mode = metric.flag("dryRun")
                ? MetricRule.Mode.DRY_RUN
                : metric.flag("critical") ? MetricRule.Mode.CRITICAL : MetricRule.Mode.MINOR;
        return new MetricRule(metric.text("name"), metric.word("kind", MetricRule.Kind.class),
                metric.optional("quantile", metric::decimal), metric.word("bad", MetricRule.Bad.class),
                metric.optional("rollbackBeyond", path -> boundary(metric.at(path))),
                metric.optional("promoteWithin", path -> boundary(metric.at(path))),
                metric.optional("slo", metric::decimal),
                metric.optional("share", metric::decimal).orElse(BigDecimal.ONE),
                metric.optional("labelWindow", metric::millis), mode, metric.optional("cap", metric::decimal));
    }

    private static Boundary boundary(Fields boundary) {
        if (boundary.has("absolute")) {
            return new Boundary.Absolute(boundary.decimal("absolute"));
        }
        if (boundary.has("relative")) {
            return new Boundary.Relative(boundary.decimal("relative"));
        }
        return boundary.has("ratio")
                ? new Boundary.Ratio(boundary.decimal("ratio"))
                : new Boundary.OddsRatio(boundary.decimal("oddsRatio"));
    }

    private static RegionPolicy.Gates gates(Fields gates) {
        return new RegionPolicy.Gates(gates.integer("approvals.count"), gates.millis("approvals.deadline"),
                gates.list("requires", needed -> new Region(needed.text("region"))));
    }

    private static RegionPolicy.Accepts accepts(Fields others) {
        return new RegionPolicy.Accepts(others.optional("maxFirstWeight", others::basisPoints),
                others.optional("minFirstPause", others::millis),
                others.optional("maxRollbackAlpha", others::decimal), others.list("forbidStrategies",
                        name -> Fields.constant(name.node().asText(), RegionPolicy.Strategy.class)),
                others.flag("requireApproval"));
    }
}
