package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.canary.ArmCounts;
import io.althing.canary.MetricCounts;
import io.althing.policy.PolicyFile;
import io.althing.registry.RegionPolicy;
import io.althing.telemetry.ArmWindow;
import io.althing.telemetry.LabelCounts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RecoveryTest {
    private static final RegionPolicy POLICY = ((PolicyFile.Result.ForRegion) PolicyFile
            .read(Path.of("src", "test", "resources", "policies", "ap-south.yaml"))).policy();
    private static final List<MetricCounts> BASELINE = List.of(counts("error_rate", 1_000, 0),
            counts("accuracy", 1_000, 50));

    private static MetricCounts counts(String metric, long n, long bad) {
        return new MetricCounts(metric, ArmCounts.rate(100, 60), ArmCounts.rate(n, bad));
    }

    private static Recovery.Finding finding(List<MetricCounts> baseline, ArmWindow seen) {
        return new Recovery(0, baseline, ArmWindow.EMPTY).plus(seen).finding(POLICY);
    }

    private static ArmWindow window(long requests, long errors, long correct) {
        return new ArmWindow(requests, errors, List.of(), new LabelCounts(requests, requests, correct));
    }

    @Test
    void users_served_as_before_have_recovered() {
        Recovery.Finding finding = finding(BASELINE, window(1_000, 0, 948));

        assertThat(finding.recovered()).isTrue();
        assertThat(finding.basis()).contains("accuracy: 5.20 % bad of 1000, 5.00 % before, at most 17.07 % is well");
    }

    @Test
    void users_served_worse_have_not_recovered() {
        assertThat(finding(BASELINE, window(1_000, 0, 700)).recovered()).isFalse();
        assertThat(finding(BASELINE, window(1_000, 300, 950)).recovered()).isFalse();
    }

    @Test
    void a_few_unlucky_users_are_no_proof_of_harm() {
        assertThat(finding(BASELINE, window(10, 0, 7)).recovered()).isTrue();
    }

    @Test
    void without_any_request_nobody_was_harmed_and_the_basis_says_so() {
        assertThat(finding(BASELINE, ArmWindow.EMPTY))
                .isEqualTo(new Recovery.Finding(true,
                        "no request came in the recovery window, so nobody was harmed in it"));
    }

    @Test
    void without_a_baseline_harm_is_measured_from_none() {
        assertThat(finding(List.of(), window(1_000, 0, 960)).recovered()).isTrue();
        assertThat(finding(List.of(), window(1_000, 0, 700)).recovered()).isFalse();
    }
}
