package io.althing.telemetry;

import com.sun.net.httpserver.HttpServer;
import io.althing.registry.ModelName;
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

/** A real Prometheus server, which scrapes a page of meters that a test writes every second. */
public final class RealPrometheus implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/bin/prometheus");

    private final HttpServer meters;
    private final Process server;
    private final URI address;
    private volatile String page = "";

    /** Starts it; it answers a little later. */
    public RealPrometheus(Path directory) throws IOException {
        meters = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        meters.createContext("/metrics", exchange -> {
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(page.isEmpty() ? 503 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        meters.start();
        Path config = directory.resolve("prometheus.yml");
        Files.writeString(config, """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: gateway
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """.formatted(meters.getAddress().getPort()));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        address = URI.create("http://127.0.0.1:" + port);
        server = new ProcessBuilder(BINARY.toString(), "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true).redirectOutput(directory.resolve("server.log").toFile()).start();
    }

    /** Whether there is one on this machine; installs the Debian package where that is possible. */
    public static boolean present() {
        try {
            if (!Files.isExecutable(BINARY) && "root".equals(System.getProperty("user.name"))
                    && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
                new ProcessBuilder("apt-get", "install", "-y", "--no-install-recommends", "prometheus")
                        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                        .waitFor(120, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Files.isExecutable(BINARY);
    }

    /** Where it listens. */
    public URI address() {
        return address;
    }

    /** From now on the gateway's counters stand so; four of five requests took up to 50 ms, the others up to 100. Empty: the gateway is down. */
    public void shows(Counters... arms) {
        StringBuilder text = new StringBuilder();
        for (Counters arm : arms) {
            text.append(arm.page());
        }
        page = text.toString();
    }

    /** Waits until the server has so many of stable's requests. */
    public void await(long stable) {
        PrometheusSource source = new PrometheusSource(PrometheusSource.Settings.ofGateway(address),
                HttpClient.newHttpClient(), InstantSource.system());
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                if (source.standing(new ModelName("digits"), "stable") == stable) {
                    return;
                }
            } catch (UncheckedIOException e) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("Prometheus did not scrape " + stable + " requests in time");
    }

    /** An arm's counters. */
    public record Counters(String arm, int requests, int errors) {
        String page() {
            String labels = "{model=\"digits\",version=\"1\",arm=\"" + arm + "\"";
            String bucket = "althing_gateway_latency_seconds_bucket" + labels;
            return "althing_gateway_requests_total" + labels + "} " + requests + "\nalthing_gateway_errors_total"
                    + labels + "} " + errors + "\n" + bucket + ",le=\"0.05\"} " + requests * 4 / 5 + "\n" + bucket
                    + ",le=\"0.1\"} " + requests + "\n" + bucket + ",le=\"+Inf\"} " + requests + "\n";
        }
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        meters.stop(0);
    }
}
