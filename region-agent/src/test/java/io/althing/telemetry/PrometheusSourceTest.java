package io.althing.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.telemetry.ArmWindow.LatencyCount;
import io.althing.telemetry.RealPrometheus.Counters;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Prometheus server. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PrometheusSourceTest {
    private static final ModelName MODEL = new ModelName("digits");
    private static final RolloutId ROLLOUT = new RolloutId("01JDEMXAMP0000000000000000");

    @TempDir
    Path directory = Path.of("");

    private static PrometheusSource source(URI address) {
        return new PrometheusSource(PrometheusSource.Settings.ofGateway(address), HttpClient.newHttpClient(),
                InstantSource.system());
    }

    private static Counters stable(int requests, int errors) {
        return new Counters("stable", requests, errors);
    }

    private static Counters canary(int requests, int errors) {
        return new Counters("canary", requests, errors);
    }

    private static void needsPrometheus() {
        assumeTrue(RealPrometheus.present(), "needs the Debian package prometheus, or root to install it");
    }

    @Test
    void counts_of_a_look_are_differences_of_counters_restarts_included() throws Exception {
        needsPrometheus();
        try (RealPrometheus server = new RealPrometheus(directory)) {
            PrometheusSource source = source(server.address());
            server.shows(stable(1000, 10), canary(50, 1));
            server.await(1000);
            assertThat(source.drain(MODEL, ROLLOUT)).isEqualTo(ArmWindows.EMPTY);
            server.shows(stable(1900, 28), canary(150, 6));
            ArmWindows look = looks(source, 900);
            assertThat(look.stable().requests()).isEqualTo(900);
            assertThat(look.stable().errors()).isEqualTo(18);
            assertThat(look.canary().requests()).isEqualTo(100);
            assertThat(look.canary().errors()).isEqualTo(5);
            assertThat(look.canary().latencies()).containsExactly(new LatencyCount(50_000, 80),
                    new LatencyCount(100_000, 20));
            server.shows(stable(40, 2), canary(170, 6));
            ArmWindows next = looks(source, 40);
            assertThat(next.stable().requests()).isEqualTo(40);
            assertThat(next.canary().requests()).isEqualTo(20);
        }
    }

    @Test
    void counters_missing_while_the_gateway_is_not_scraped_do_not_count_anew_when_they_come_back() throws Exception {
        needsPrometheus();
        try (RealPrometheus server = new RealPrometheus(directory)) {
            PrometheusSource source = source(server.address());
            server.shows(stable(1000, 10), canary(50, 1));
            server.await(1000);
            assertThat(source.drain(MODEL, ROLLOUT)).isEqualTo(ArmWindows.EMPTY);
            server.shows();
            server.await(0);
            assertThat(source.drain(MODEL, ROLLOUT).stable().requests()).isZero();
            server.shows(stable(1100, 11), canary(60, 1));
            ArmWindows back = looks(source, 100);
            assertThat(back.stable().requests()).isEqualTo(100);
            assertThat(back.canary().requests()).isEqualTo(10);
            assertThat(back.canary().errors()).isZero();
        }
    }

    @Test
    void a_server_that_does_not_answer_is_named() {
        PrometheusSource source = source(URI.create("http://127.0.0.1:1"));
        assertThatThrownBy(() -> source.drain(MODEL, ROLLOUT)).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("http://127.0.0.1:1").hasMessageContaining("althing_gateway_requests_total");
    }

    /** Looks, added up, until they have so many of stable's requests; a scrape that fails meanwhile leaves a look without any. */
    private static ArmWindows looks(PrometheusSource source, long stable) {
        ArmWindows sum = ArmWindows.EMPTY;
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (sum.stable().requests() < stable && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            ArmWindows look = source.drain(MODEL, ROLLOUT);
            sum = new ArmWindows(sum.stable().plus(look.stable()), sum.canary().plus(look.canary()));
        }
        return sum;
    }
}
