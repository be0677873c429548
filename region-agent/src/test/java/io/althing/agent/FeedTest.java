package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.canary.Alpha;
import io.althing.canary.ArmCounts;
import io.althing.canary.CanaryAnalysis;
import io.althing.canary.CanarySettings;
import io.althing.canary.Look;
import io.althing.canary.StepStart;
import io.althing.canary.Tuning;
import io.althing.canary.Verdict;
import io.althing.policy.Judging;
import io.althing.policy.PolicyFile;
import io.althing.registry.RegionPolicy;
import io.althing.telemetry.ArmWindow;
import io.althing.telemetry.ArmWindows;
import io.althing.telemetry.LabelCounts;
import io.althing.telemetry.Measured;
import io.althing.telemetry.Outcomes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FeedTest {
    private final Random random = new Random(11);

    @Test
    void revenue_that_falls_by_a_third_is_convicted_by_its_name_and_revenue_that_stays_is_promoted() {
        RegionPolicy policy = policy(
                "{name: revenue, kind: mean, cap: 200, bad: decrease, promoteWithin: {relative: 0.2}}");
        Look worse = looks(policy, 40);
        assertThat(worse.verdict()).isInstanceOfSatisfying(Verdict.Rollback.class,
                rollback -> assertThat(rollback.metric()).isEqualTo("revenue"));
        assertThat(looks(policy, 60).verdict()).isInstanceOf(Verdict.Promote.class);
    }

    @Test
    void a_conversion_that_did_not_come_by_its_age_counts_as_none() {
        RegionPolicy policy = policy("{name: conversion, kind: rate, bad: decrease, labelWindow: 1m}");
        CanaryAnalysis analysis = new CanaryAnalysis(Judging.settings(policy));
        Outcomes some = new Outcomes(50, List.of(new Measured("conversion", List.of(new Measured.ValueCount(1, 8)))));
        ArmWindow window = new ArmWindow(50, 0, List.of(), LabelCounts.NONE, List.of(), some);
        Feed.all(analysis, policy, new ArmWindows(window, window));
        assertThat(analysis.closeLook(Instant.EPOCH).counts().metrics().get(0).canary())
                .isEqualTo(ArmCounts.rate(50, 42));
    }

    /** Sixty on average on stable, from nothing to a hundred and twenty. */
    private Look looks(RegionPolicy policy, double canaryMean) {
        CanarySettings settings = Judging.settings(policy);
        CanaryAnalysis analysis = new CanaryAnalysis(
                new CanarySettings(Alpha.STANDARD, 400, settings.maxDuration(), settings.metrics(), Tuning.DEFAULT));
        analysis.beginStep(new StepStart(1, 2_500, Instant.EPOCH));
        Look last = analysis.closeLook(Instant.EPOCH);
        for (int look = 0; look < 40; look++) {
            Feed.all(analysis, policy, new ArmWindows(window(600, 60), window(200, canaryMean)));
            last = analysis.closeLook(Instant.EPOCH.plusSeconds(look));
            if (last.verdict() instanceof Verdict.Rollback) {
                return last;
            }
        }
        return last;
    }

    private ArmWindow window(int n, double mean) {
        List<Measured.ValueCount> values = random.doubles(n).sorted()
                .mapToObj(u -> new Measured.ValueCount(2 * mean * u, 1)).toList();
        return new ArmWindow(n, 0, List.of(), LabelCounts.NONE, List.of(new Measured("revenue", values)),
                Outcomes.NONE);
    }

    private static RegionPolicy policy(String metric) {
        return ((PolicyFile.Result.ForRegion) PolicyFile.read("eu-west.yaml", """
                apiVersion: althing.io/v1
                kind: RegionPolicy
                metadata: {region: eu-west}
                spec:
                  profile: standard
                  analysis: {metrics: [%s]}
                """.formatted(metric).getBytes(StandardCharsets.UTF_8))).policy();
    }
}
