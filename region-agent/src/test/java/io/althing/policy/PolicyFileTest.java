package io.althing.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.canary.Direction;
import io.althing.canary.MetricKind;
import io.althing.canary.MetricSettings;
import io.althing.registry.MetricRule;
import io.althing.registry.PolicyRules;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PolicyFileTest {
    private static final Path POLICIES = Path.of("..", "deploy", "policies");
    private static final String SIX_LINES = """
            apiVersion: althing.io/v1
            kind: RegionPolicy
            metadata:
              region: eu-west
            spec:
              profile: %s
            """;

    private static PolicyFile.Result read(String text) {
        return PolicyFile.read("eu-west.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static RegionPolicy good(String text) {
        return ((PolicyFile.Result.ForRegion) read(text)).policy();
    }

    private static List<Fault> faults(String text) {
        return ((PolicyFile.Result.Faulty) read(text)).faults();
    }

    @ParameterizedTest
    @CsvSource({"high-stakes,2,5,1", "standard,1,4,1", "experimental,0,2,5"})
    void six_lines_are_enough_and_the_profile_fills_the_rest(String profile, int approvals, int weights, int first) {
        RegionPolicy policy = good(SIX_LINES.formatted(profile));

        assertThat(policy.gates().approvals()).isEqualTo(approvals);
        assertThat(policy.steps().stream().filter(RegionPolicy.Step.SetWeight.class::isInstance)).hasSize(weights);
        assertThat(policy.steps().get(0)).isEqualTo(new RegionPolicy.Step.SetWeight(first * 100));
        assertThat(policy.analysis().alphaRollback()).isEqualByComparingTo("0.01");
        assertThat(policy.analysis().metrics()).extracting(MetricRule::name).containsExactly("error_rate",
                "latency_p95");
        assertThat(policy.partition()).isEqualTo(new RegionPolicy.Partition(RegionPolicy.OnPartition.ROLLBACK, 60_000));
        assertThat(Judging.settings(policy).metrics()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east", "eu-west", "ap-south", "ap-south-rejected"})
    void the_policies_of_the_demo_are_good(String name) {
        var result = (PolicyFile.Result.ForRegion) PolicyFile.read(POLICIES.resolve(name + ".yaml"));

        assertThat(result.policy().region().value()).isEqualTo(name.replace("-rejected", ""));
        assertThat(result.policy().analysis().intervalMillis()).isEqualTo(500);
        assertThat(result.policy().analysis().metrics().get(1).labelWindowMillis()).contains(3_000L);
    }

    @Test
    void the_demo_regions_accept_each_other_except_that_eu_west_forbids_going_to_all_at_once() {
        List<RegionPolicy> files = List.of(demo("us-east"), demo("eu-west"), demo("ap-south"));

        for (RegionPolicy own : files) {
            for (RegionPolicy other : files) {
                assertThat(own.equals(other) ? List.of() : PolicyRules.objections(own, other)).isEmpty();
            }
        }
        assertThat(PolicyRules.objections(demo("eu-west"), demo("ap-south-rejected")))
                .extracting(o -> o.field() + "=" + o.value())
                .contains("spec.strategy=allAtOnce", "spec.strategy.steps[0].setWeight=100 %");
    }

    @Test
    void the_global_file_of_the_demo_lets_two_regions_go_first() {
        var result = (PolicyFile.Result.ForAll) PolicyFile.read(POLICIES.resolve("global.yaml"));

        assertThat(result.policy().waves()).containsExactly(List.of(new Region("ap-south"), new Region("us-east")),
                List.of(new Region("eu-west")));
        assertThat(result.policy().ballot().alpha()).isEqualByComparingTo("0.000001");
        assertThat(PolicyRules.faults(List.of(demo("us-east"), demo("eu-west"), demo("ap-south")), result.policy()))
                .isEmpty();
    }

    private static RegionPolicy demo(String name) {
        return ((PolicyFile.Result.ForRegion) PolicyFile.read(POLICIES.resolve(name + ".yaml"))).policy();
    }

    @Test
    void every_fault_is_named_at_once_with_its_line_field_value_and_remedy() {
        List<Fault> faults = faults("""
                apiVersion: althing.io/v1
                kind: RegionPolicy
                metadata: {region: EU}
                spec:
                  strategy:
                    canary:
                      steps:
                        - {setWeight: 0.005}
                        - {pause: {duration: 20 minutes}}
                        - {setWeight: 100, pause: {}}
                  analysis:
                    minSampleSze: 400
                    alpha: {rollback: 1}
                """);

        assertThat(faults).extracting(Fault::toString).containsExactlyInAnyOrder(
                "eu-west.yaml:3: metadata.region is EU: must be a region's name: a lower-case letter, then lower-case letters, digits or dashes",
                "eu-west.yaml:8: spec.strategy.canary.steps[0].setWeight is 0.005: must be a multiple of 0.01",
                "eu-west.yaml:9: spec.strategy.canary.steps[1].pause.duration is 20 minutes: must be whole number and unit: 500ms, 30s, 10m, 2h",
                "eu-west.yaml:10: spec.strategy.canary.steps[2] is {\"setWeight\":100,\"pause\":{}}: must have exactly one of setWeight, pause",
                "eu-west.yaml:12: spec.analysis.minSampleSze is 400: is not a field of a policy; here one may write interval, minSampleSize, maxDuration, alpha, onInconclusive, onNoData, metrics",
                "eu-west.yaml:13: spec.analysis.alpha.rollback is 1: must be below 1");
    }

    @Test
    void a_field_of_the_full_form_that_is_not_honoured_yet_is_refused() {
        List<Fault> faults = faults(SIX_LINES.formatted("standard") + """
                  validation: {dataset: "sha256:00"}
                  strategy: {shadow: {}}
                  monitoring: {holdback: 2, duration: 7d}
                  retention: {versions: 5, duration: 180d}
                  overrides: [{header: x, value: y, arm: canary}]
                  rollback: {minor: {gradual: [50, 0]}}
                  gates:
                    maxVersionSkew: 1
                    windows: [{kind: deny, schedule: "0 18 * * 5", duration: 62h}]
                """);

        assertThat(faults).extracting(Fault::field).containsExactlyInAnyOrder("spec.validation", "spec.strategy.shadow",
                "spec.monitoring", "spec.retention", "spec.overrides", "spec.rollback.minor",
                "spec.gates.maxVersionSkew", "spec.gates.windows");
        assertThat(faults).allSatisfy(f -> assertThat(f.problem()).contains("not supported yet").contains("e"));
        assertThat(faults).allSatisfy(f -> assertThat(f.line()).isGreaterThan(6));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {name: error_rate, kind: rate, bad: increase, rollbackBeyond: {absolute: 0.1}, promoteWithin: {absolute: 0.05}} | promoteWithin | must tolerate more harm
            {name: error_rate, kind: rate, bad: increase, promoteWithin: {absolute: 0}} | promoteWithin | must tolerate more harm
            {name: accuracy, kind: rate, bad: decrease} | labelWindow | is missing
            {name: error_rate, kind: rate, bad: increase, labelWindow: 1s} | labelWindow | need labels
            {name: latency_p95, kind: quantile, bad: increase} | | quantile is missing
            {name: latency_p95, kind: quantile, quantile: 0.95, bad: increase, slo: 0.1} | | slo is for rates
            {name: error_rate, kind: rate, bad: increase, dryRun: true} | | all dry runs
            {name: revenue, kind: mean, bad: decrease} | cap | is missing
            {name: churn, kind: rate, bad: increase, cap: 5} | cap | is for kind mean
            {name: error_rate, kind: mean, cap: 5, bad: increase} | kind | must be rate
            {name: latency_p95, kind: rate, bad: increase} | kind | must be quantile or mean
            {name: revenue, kind: mean, cap: 500, bad: decrease, promoteWithin: {oddsRatio: 1.2}} | | is for rates
            """)
    void metrics_whose_fields_do_not_fit_each_other_are_refused(String metric, String field, String problem) {
        List<Fault> faults = faults(SIX_LINES.formatted("standard") + "  analysis: {metrics: [" + metric + "]}\n");

        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.line()).isEqualTo(7);
            assertThat(fault.problem()).contains(problem);
            assertThat(field == null || fault.field().endsWith("[0]." + field)).isTrue();
        });
    }

    @Test
    void business_metrics_are_judged_by_name_direction_margin_and_weight() {
        var read = (PolicyFile.Result.ForRegion) PolicyFile.read("eu-west.yaml",
                (SIX_LINES.formatted("standard")
                        + """
                                  analysis:
                                    metrics:
                                      - {name: conversion, kind: rate, bad: decrease, promoteWithin: {relative: 0.05}, labelWindow: 10m, share: 0.7}
                                      - {name: revenue, kind: mean, cap: 500, bad: decrease, promoteWithin: {relative: 0.1}, share: 0.3}
                                """)
                        .getBytes(StandardCharsets.UTF_8));
        List<MetricSettings> metrics = Judging.settings(read.policy()).metrics();

        assertThat(metrics).extracting(MetricSettings::name).containsExactly("conversion", "revenue");
        assertThat(metrics).extracting(MetricSettings::bad).containsOnly(Direction.DECREASE);
        assertThat(metrics).extracting(m -> m.standing().share().toPlainString()).containsExactly("0.7", "0.3");
        assertThat(metrics.get(1).kind()).isEqualTo(new MetricKind.Mean(new BigDecimal(500)));
        assertThat(Judging.boundaryText(read.policy().analysis().metrics().get(1)))
                .isEqualTo("decrease of values up to 500 beyond absolute 0");
    }

    @Test
    void steps_that_do_not_rise_to_100_are_refused_where_they_stand() {
        List<Fault> faults = faults(SIX_LINES.formatted("standard") + """
                  strategy:
                    canary:
                      steps:
                        - {setWeight: 50}
                        - {setWeight: 25}
                """);

        assertThat(faults).extracting(f -> f.line() + " " + f.field()).containsExactly("9 spec.strategy.canary.steps",
                "11 spec.strategy.canary.steps[1].setWeight");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'kind: [' | not well-formed YAML
            '{a: 1, a: 2}' | given twice
            '--- {}\n--- {}' | more than one
            '' | does not hold a policy
            'just text' | does not hold a policy
            'kind: Policy' | must be RegionPolicy or GlobalPolicy
            '&a [*a]' | does not hold a policy
            'x: &a [*a]' | nested too deeply
            """)
    void what_is_no_policy_at_all_is_said_in_one_sentence(String text, String problem) {
        assertThat(faults(text == null ? "" : text.replace("\\n", "\n"))).singleElement()
                .satisfies(fault -> assertThat(fault.toString()).startsWith("eu-west.yaml").contains(problem));
    }

    @Test
    void a_missing_file_and_one_that_is_not_text_are_faulty_not_exceptions() {
        var missing = (PolicyFile.Result.Faulty) PolicyFile.read(Path.of("no-such.yaml"));
        var binary = (PolicyFile.Result.Faulty) PolicyFile.read("x", new byte[]{(byte) 0xff, (byte) 0xfe});

        assertThat(missing.text()).isEqualTo("no-such.yaml: does not exist; check the path");
        assertThat(binary.text()).contains("UTF-8");
    }

    @Test
    void a_global_file_with_impossible_waves_is_refused() {
        var result = (PolicyFile.Result.Faulty) read("""
                apiVersion: althing.io/v1
                kind: GlobalPolicy
                spec:
                  waves: [[eu-west], [eu-west, us-east]]
                  ballot: {veto: [ap-south], quorum: {votes: 2}, abortScope: wave}
                """);
        assertThat(result.faults()).extracting(Fault::field).containsExactly("spec.ballot.quorum",
                "spec.ballot.abortScope");

        var then = (PolicyFile.Result.Faulty) read("""
                apiVersion: althing.io/v1
                kind: GlobalPolicy
                spec:
                  waves: [[eu-west], [eu-west, us-east]]
                  ballot: {veto: [ap-south]}
                """);
        assertThat(then.text()).contains("eu-west.yaml:4: spec.waves").contains("stands in two waves")
                .contains("eu-west.yaml:5: spec.ballot.veto").contains("no such region (ap-south)");
    }

    @Test
    void each_value_says_who_set_it() {
        var result = (PolicyFile.Result.ForRegion) read(SIX_LINES.formatted("standard") + """
                  analysis: {interval: 10s}
                """);

        assertThat(result.effective().lines()).contains(
                new EffectivePolicy.Line("spec.analysis.interval", "10s", EffectivePolicy.Origin.FILE),
                new EffectivePolicy.Line("spec.analysis.maxDuration", "2h", EffectivePolicy.Origin.DEFAULT),
                new EffectivePolicy.Line("spec.strategy.canary.steps[0]", "{setWeight:1}",
                        EffectivePolicy.Origin.PROFILE));
        assertThat(result.effective().text()).containsPattern("spec.analysis.interval +10s +file");
    }

    @Test
    void a_strategy_in_the_file_replaces_the_profiles_as_a_whole() {
        RegionPolicy policy = good(SIX_LINES.formatted("standard") + "  strategy: {allAtOnce: {}}\n");

        assertThat(policy.strategy()).isEqualTo(RegionPolicy.Strategy.ALL_AT_ONCE);
        assertThat(policy.steps()).containsExactly(new RegionPolicy.Step.SetWeight(10_000));
    }

    @Test
    void bounds_on_others_are_read_to_the_hundredth_of_a_percent() {
        RegionPolicy policy = good(SIX_LINES.formatted("standard")
                + """
                          accepts: {others: {maxFirstWeight: 2.75, minFirstPause: 5m, maxRollbackAlpha: 0.05, forbidStrategies: [abTest, allAtOnce]}}
                        """);

        assertThat(policy.accepts()).isEqualTo(new RegionPolicy.Accepts(Optional.of(275), Optional.of(300_000L),
                Optional.of(new BigDecimal("0.05")),
                List.of(RegionPolicy.Strategy.ALL_AT_ONCE, RegionPolicy.Strategy.AB_TEST), false));
    }

    @Test
    void boundaries_are_alike_however_they_are_written() {
        RegionPolicy one = good(SIX_LINES.formatted("standard")
                + "  analysis: {metrics: [{name: error_rate, kind: rate, bad: increase, rollbackBeyond: {absolute: 0.10}}]}\n");
        RegionPolicy other = good(SIX_LINES.formatted("standard")
                + "  analysis: {metrics: [{name: error_rate, kind: rate, bad: increase, rollbackBeyond: {absolute: 0.1}}]}\n");

        assertThat(Judging.boundaryText(one.analysis().metrics().get(0)))
                .isEqualTo(Judging.boundaryText(other.analysis().metrics().get(0)))
                .isEqualTo("increase beyond absolute 0.1");
    }
}
