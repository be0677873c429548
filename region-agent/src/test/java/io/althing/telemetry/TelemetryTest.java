package io.althing.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import io.althing.serving.Answered;
import io.althing.canary.Arm;
import io.althing.serving.ArmKey;
import io.althing.serving.CanaryShare;
import io.althing.serving.FeedbackSink.Fate;
import io.althing.serving.FeedbackSink.Feedback;
import io.althing.serving.FeedbackSink.Key.ByRequest;
import io.althing.serving.InForce;
import io.althing.serving.TrafficObserver;
import io.althing.serving.TrafficSplit.Cause;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TelemetryTest {
    private static final ModelName DIGITS = new ModelName("digits");
    private static final VersionId V1 = new VersionId("v1");
    private static final VersionId V2 = new VersionId("v2");
    private static final RolloutId ROLLOUT = new RolloutId("01JDQY6M4T3V8Z5K2N7P9R1WXA");
    private static final ArmKey CANARY = new ArmKey(DIGITS, V2, Optional.of(ROLLOUT), Optional.of(Arm.CANARY));
    private static final ArmKey STABLE = new ArmKey(DIGITS, V1, Optional.of(ROLLOUT), Optional.of(Arm.STABLE));

    private final AtomicLong now = new AtomicLong();
    private final Telemetry telemetry = new Telemetry(new FeedbackJoin.Settings(Duration.ofSeconds(1), 10_000),
            now::get);

    private static Answered answered(String id, boolean failed, long millis) {
        return new Answered(id, id, Cause.BUCKET, failed, millis * 1_000_000, Optional.of(V1), Optional.of("7"),
                Optional.of("12"));
    }

    private static Answered answeredFor(String unit, String id, boolean failed) {
        return new Answered(id, unit, Cause.BUCKET, failed, 1_000_000, Optional.of(V1), Optional.of("7"),
                Optional.empty());
    }

    private static Answered byTester(String id) {
        return new Answered(id, id, Cause.OVERRIDE, true, 1, Optional.of(V2), Optional.of("7"), Optional.empty());
    }

    @Test
    void a_look_holds_what_was_seen_since_the_last_one() {
        telemetry.arm(CANARY).answered(answered("a", false, 5));
        telemetry.arm(CANARY).answered(answered("b", true, 9));
        telemetry.arm(STABLE).answered(answered("c", false, 5));

        ArmWindows first = telemetry.drain(DIGITS, ROLLOUT);
        assertThat(first.canary().requests()).isEqualTo(2);
        assertThat(first.canary().errors()).isEqualTo(1);
        assertThat(first.canary().latencies()).hasSize(2);
        assertThat(first.canary().latencies().getFirst().micros()).isBetween(4_995L, 5_005L);
        assertThat(first.stable().requests()).isEqualTo(1);
        assertThat(telemetry.drain(DIGITS, ROLLOUT)).isEqualTo(ArmWindows.EMPTY);
    }

    @Test
    void testers_and_callers_who_name_a_version_are_left_out() {
        telemetry.arm(CANARY).answered(byTester("a"));
        telemetry.arm(new ArmKey(DIGITS, V2, Optional.empty(), Optional.empty())).answered(answered("b", true, 1));

        assertThat(telemetry.drain(DIGITS, ROLLOUT)).isEqualTo(ArmWindows.EMPTY);
        assertThat(telemetry.label(new Feedback(DIGITS, new ByRequest("a"), "7"))).isEqualTo(Fate.UNKNOWN);
    }

    @Test
    void labels_join_the_look_in_which_their_window_ends_and_failures_have_none() {
        telemetry.arm(CANARY).answered(answered("a", false, 1));
        telemetry.arm(CANARY).answered(answered("b", true, 1));
        assertThat(telemetry.label(new Feedback(DIGITS, new ByRequest("a"), "7"))).isEqualTo(Fate.JOINED);
        assertThat(telemetry.label(new Feedback(DIGITS, new ByRequest("b"), "7"))).isEqualTo(Fate.UNKNOWN);
        assertThat(telemetry.drain(DIGITS, ROLLOUT).canary().labels()).isEqualTo(LabelCounts.NONE);

        now.set(1_000_000_001);

        assertThat(telemetry.drain(DIGITS, ROLLOUT).canary().labels()).isEqualTo(new LabelCounts(1, 1, 1));
        assertThat(telemetry.labelTotals(DIGITS).joined()).isEqualTo(1);
    }

    @Test
    void a_user_counts_once_in_a_step_by_the_first_request() {
        telemetry.newStep(DIGITS, ROLLOUT);
        telemetry.arm(CANARY).answered(answeredFor("ada", "a", true));
        telemetry.arm(CANARY).answered(answeredFor("ada", "b", false));
        assertThat(telemetry.drain(DIGITS, ROLLOUT).canary()).satisfies(canary -> {
            assertThat(canary.requests()).isEqualTo(1);
            assertThat(canary.errors()).isEqualTo(1);
        });

        telemetry.arm(CANARY).answered(answeredFor("ada", "c", true));
        assertThat(telemetry.drain(DIGITS, ROLLOUT)).isEqualTo(ArmWindows.EMPTY);

        telemetry.newStep(DIGITS, ROLLOUT);
        telemetry.arm(STABLE).answered(answeredFor("ada", "d", false));
        assertThat(telemetry.drain(DIGITS, ROLLOUT).stable().requests()).isEqualTo(1);
    }

    @Test
    void a_user_met_in_both_arms_is_left_out() {
        telemetry.newStep(DIGITS, ROLLOUT);
        telemetry.arm(CANARY).answered(answeredFor("ada", "a", false));
        telemetry.arm(STABLE).answered(answeredFor("ada", "b", false));
        telemetry.arm(STABLE).answered(answeredFor("bob", "c", false));
        telemetry.label(new Feedback(DIGITS, new ByRequest("a"), "7"));
        now.set(1_000_000_001);

        ArmWindows windows = telemetry.drain(DIGITS, ROLLOUT);
        assertThat(windows.canary()).isEqualTo(ArmWindow.EMPTY);
        assertThat(windows.stable().requests()).isEqualTo(1);
        assertThat(windows.stable().labels()).isEqualTo(new LabelCounts(1, 0, 0));
    }

    @Test
    void a_users_labels_count_once_in_a_step_too() {
        telemetry.newStep(DIGITS, ROLLOUT);
        telemetry.arm(CANARY).answered(answeredFor("ada", "a", false));
        telemetry.arm(CANARY).answered(answeredFor("ada", "b", false));
        assertThat(telemetry.label(new Feedback(DIGITS, new ByRequest("a"), "3"))).isEqualTo(Fate.JOINED);
        assertThat(telemetry.label(new Feedback(DIGITS, new ByRequest("b"), "7"))).isEqualTo(Fate.JOINED);
        now.set(1_000_000_001);

        assertThat(telemetry.drain(DIGITS, ROLLOUT).canary().labels()).isEqualTo(new LabelCounts(1, 1, 0));
    }

    @Test
    void feedback_for_a_model_never_served_is_unknown() {
        assertThat(telemetry.label(new Feedback(new ModelName("other"), new ByRequest("a"), "7")))
                .isEqualTo(Fate.UNKNOWN);
    }

    @Test
    void traffic_outside_rollouts_is_a_look_of_its_own_and_a_forgotten_rollout_is_gone() {
        telemetry.arm(new ArmKey(DIGITS, V1, Optional.empty(), Optional.of(Arm.STABLE)))
                .answered(answered("a", false, 1));
        telemetry.arm(STABLE).answered(answered("b", false, 1));
        telemetry.forget(DIGITS, ROLLOUT);

        assertThat(telemetry.drainOutsideRollouts(DIGITS).requests()).isEqualTo(1);
        assertThat(telemetry.drain(DIGITS, ROLLOUT)).isEqualTo(ArmWindows.EMPTY);
    }

    @Test
    void nothing_is_lost_or_counted_twice_while_looks_are_taken() {
        List<CompletableFuture<Void>> writers = List.of(1, 2, 3).stream()
                .map(writer -> CompletableFuture.runAsync(() -> {
                    TrafficObserver.ArmObserver arm = telemetry.arm(CANARY);
                    for (int i = 0; i < 2_000; i++) {
                        arm.answered(answered(writer + "-" + i, i % 2 == 0, 1));
                    }
                })).toList();
        ArmWindow total = ArmWindow.EMPTY;
        while (!writers.stream().allMatch(CompletableFuture::isDone)) {
            ArmWindow look = telemetry.drain(DIGITS, ROLLOUT).canary();
            assertThat(look.requests()).isNotNegative();
            total = total.plus(look);
        }
        total = total.plus(telemetry.drain(DIGITS, ROLLOUT).canary());

        assertThat(total.requests()).isEqualTo(6_000);
        assertThat(total.errors()).isEqualTo(3_000);
        assertThat(total.latencies().stream().mapToLong(ArmWindow.LatencyCount::count).sum()).isEqualTo(6_000);
    }

    @Test
    void prometheus_sees_requests_errors_latency_and_weights() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        TrafficMeters meters = new TrafficMeters(registry);
        meters.routed(new InForce(DIGITS, 1, Optional.of(V1), Optional.of(new CanaryShare(ROLLOUT, V2, 500, "s")),
                Optional.empty()));
        meters.arm(CANARY).answered(answered("a", true, 5));

        assertThat(registry.scrape()).contains(
                "althing_gateway_requests_total{arm=\"canary\",model=\"digits\",version=\"v2\"} 1.0",
                "althing_gateway_errors_total{arm=\"canary\",model=\"digits\",version=\"v2\"} 1.0",
                "althing_gateway_latency_seconds_count{arm=\"canary\",model=\"digits\",version=\"v2\"} 1",
                "althing_traffic_weight{model=\"digits\",version=\"v1\"} 0.95",
                "althing_traffic_weight{model=\"digits\",version=\"v2\"} 0.05");
        meters.routed(new InForce(DIGITS, 2, Optional.of(V1), Optional.empty(), Optional.empty()));
        assertThat(registry.scrape()).contains("althing_traffic_weight{model=\"digits\",version=\"v2\"} 0.0");
    }

    @Test
    void the_request_log_has_one_line_of_json_a_request(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("requests.jsonl");
        try (RequestLog log = new RequestLog(file,
                Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC))) {
            TrafficObserver both = log.and(telemetry);
            both.arm(CANARY).answered(answered("a", true, 5));
            both.arm(STABLE).answered(answered("b", false, 5));
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.getFirst());
        assertThat(first).isEqualTo(new ObjectMapper().readTree("{\"time\":\"2026-11-24T10:00:00Z\",\"id\":\"a\","
                + "\"unit\":\"a\",\"model\":\"digits\",\"arm\":\"canary\",\"version\":\"v1\",\"rollout\":\"" + ROLLOUT
                + "\",\"failed\":true,\"micros\":5000,\"sample\":\"12\",\"prediction\":\"7\"}"));
        assertThat(telemetry.drain(DIGITS, ROLLOUT).stable().requests()).isEqualTo(1);
    }
}
