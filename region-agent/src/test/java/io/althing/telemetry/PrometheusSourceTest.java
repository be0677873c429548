package io.althing.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.telemetry.ArmWindow.LatencyCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Prometheus server, which scrapes a page of meters this test writes. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PrometheusSourceTest {
    private static final Path BINARY = Path.of("/usr/bin/prometheus");
    private static final ModelName MODEL = new ModelName("digits");
    private static final RolloutId ROLLOUT = new RolloutId("01JDEMXAMP0000000000000000");

    private volatile String page = "";

    @Test
    void counts_of_a_look_are_differences_of_counters_restarts_included(@TempDir Path directory) throws Exception {
        assumeTrue(present(), "needs the Debian package prometheus, or root to install it");
        HttpServer meters = meters();
        Process server = start(directory, meters.getAddress().getPort());
        try {
            PrometheusSource source = new PrometheusSource(PrometheusSource.Settings.ofGateway(address(directory)),
                    HttpClient.newHttpClient(), InstantSource.system());
            page = meters(1000, 10, 50, 1);
            await(source, 1000);
            assertThat(source.drain(MODEL, ROLLOUT)).isEqualTo(ArmWindows.EMPTY);
            page = meters(1900, 28, 150, 6);
            await(source, 1900);
            ArmWindows look = source.drain(MODEL, ROLLOUT);
            assertThat(look.stable().requests()).isEqualTo(900);
            assertThat(look.stable().errors()).isEqualTo(18);
            assertThat(look.canary().requests()).isEqualTo(100);
            assertThat(look.canary().errors()).isEqualTo(5);
            assertThat(look.canary().latencies()).containsExactly(new LatencyCount(50_000, 80),
                    new LatencyCount(100_000, 20));
            page = meters(40, 2, 170, 6);
            await(source, 40);
            ArmWindows next = source.drain(MODEL, ROLLOUT);
            assertThat(next.stable().requests()).isEqualTo(40);
            assertThat(next.canary().requests()).isEqualTo(20);
        } finally {
            server.destroy();
            server.waitFor(10, TimeUnit.SECONDS);
            meters.stop(0);
        }
    }

    @Test
    void a_server_that_does_not_answer_is_named() {
        PrometheusSource source = new PrometheusSource(
                PrometheusSource.Settings.ofGateway(URI.create("http://127.0.0.1:1")), HttpClient.newHttpClient(),
                InstantSource.system());
        assertThatThrownBy(() -> source.drain(MODEL, ROLLOUT)).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("http://127.0.0.1:1").hasMessageContaining("althing_gateway_requests_total");
    }

    /** Waits until the server has scraped the page. */
    private static void await(PrometheusSource source, long stable) {
        long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (source.standing(MODEL, "stable") == stable) {
                    return;
                }
            } catch (UncheckedIOException e) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("Prometheus did not scrape " + stable + " requests in time");
    }

    private static boolean present() throws IOException, InterruptedException {
        if (!Files.isExecutable(BINARY) && "root".equals(System.getProperty("user.name"))
                && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            Process install = new ProcessBuilder("apt-get", "install", "-y", "--no-install-recommends", "prometheus")
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            install.waitFor(120, TimeUnit.SECONDS);
        }
        return Files.isExecutable(BINARY);
    }

    private HttpServer meters() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Process start(Path directory, int target) throws IOException {
        Path config = directory.resolve("prometheus.yml");
        Files.writeString(config, """
                global: {scrape_interval: 200ms, scrape_timeout: 200ms}
                scrape_configs:
                  - job_name: gateway
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """.formatted(target));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(directory.resolve("port"), Integer.toString(port));
        return new ProcessBuilder(BINARY.toString(), "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true).redirectOutput(directory.resolve("server.log").toFile()).start();
    }

    private static URI address(Path directory) throws IOException {
        return URI.create("http://127.0.0.1:" + Files.readString(directory.resolve("port")));
    }

    private static String meters(int stable, int stableErrors, int canary, int canaryErrors) {
        return arm("stable", stable, stableErrors) + arm("canary", canary, canaryErrors);
    }

    private static String arm(String arm, int requests, int errors) {
        String labels = "{model=\"digits\",version=\"1\",arm=\"" + arm + "\"";
        String bucket = "althing_gateway_latency_seconds_bucket" + labels;
        return "althing_gateway_requests_total" + labels + "} " + requests + "\n" + "althing_gateway_errors_total"
                + labels + "} " + errors + "\n" + bucket + ",le=\"0.05\"} " + requests * 4 / 5 + "\n" + bucket
                + ",le=\"0.1\"} " + requests + "\n" + bucket + ",le=\"+Inf\"} " + requests + "\n";
    }
}
