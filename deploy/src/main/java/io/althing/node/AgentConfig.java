package io.althing.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.althing.telemetry.PrometheusSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code althing agent --config} reads. Relative paths are relative to the file.
 *
 * @param api base of its own region's API
 * @param token a file with the agent's token on one line, for its owner only
 * @param key the region's private key
 * @param policy the region's policy file; read again when it changes
 * @param data this agent's own directory: journal, fences, artifacts
 * @param upstream base of a server that speaks the Open Inference Protocol v2 and runs the models in place of the embedded runtime
 * @param router where to POST traffic targets, if the user's own service splits the traffic in place of the gateway; such a service
 *        sends in what it observes by {@code POST /v1/telemetry} and {@code POST /v1/feedback} on this agent's port
 * @param prometheus where requests, errors and latencies are asked for, in place of the agent's own counts
 */
public record AgentConfig(@JsonProperty(required = true) String region, @JsonProperty(required = true) URI api,
        @JsonProperty(required = true) Path token, @JsonProperty(required = true) Path key,
        @JsonProperty(required = true) Path policy, @JsonProperty(required = true) Path data,
        @JsonProperty(required = true) Listen gateway, Optional<URI> upstream, Optional<URI> router,
        Optional<Prometheus> prometheus) {
    /** Where the gateway listens. */
    public record Listen(@JsonProperty(required = true) String host, @JsonProperty(required = true) int port) {
        /** @throws IllegalArgumentException if the port is none */
        public Listen {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
            }
        }
    }

    /**
     * A Prometheus server that has counters of both arms.
     *
     * @param server its base, for example {@code http://127.0.0.1:9090}
     * @param requests PromQL of the counter of requests, with {@code $model} and {@code $arm}; the gateway's own by default
     * @param errors of failed requests
     * @param latency of the buckets of a classic histogram in seconds
     * @param timeoutSeconds of one question, 1 to 60; 5 by default
     */
    public record Prometheus(@JsonProperty(required = true) URI server, Optional<String> requests,
            Optional<String> errors, Optional<String> latency, Optional<Integer> timeoutSeconds) {
        /** @throws IllegalArgumentException naming the field and what it must be */
        public Prometheus {
            if (timeoutSeconds.filter(seconds -> seconds < 1 || seconds > 60).isPresent()) {
                throw new IllegalArgumentException("timeoutSeconds must be 1 to 60, not " + timeoutSeconds.get());
            }
            settings(server, requests, errors, latency, timeoutSeconds);
        }

        /** With every default filled in. */
        public PrometheusSource.Settings settings() {
            return settings(server, requests, errors, latency, timeoutSeconds);
        }

        private static PrometheusSource.Settings settings(URI server, Optional<String> requests,
                Optional<String> errors, Optional<String> latency, Optional<Integer> timeoutSeconds) {
            PrometheusSource.Settings usual = PrometheusSource.Settings.ofGateway(server);
            return new PrometheusSource.Settings(server, requests.orElse(usual.requests()),
                    errors.orElse(usual.errors()), latency.orElse(usual.latency()),
                    timeoutSeconds.map(Duration::ofSeconds).orElse(usual.timeout()));
        }
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException naming file, field and what is wrong
     */
    public static AgentConfig read(Path file) throws ConfigException {
        AgentConfig config = ConfigFile.read(file, AgentConfig.class);
        Path here = file.toAbsolutePath();
        return new AgentConfig(config.region, config.api, here.resolveSibling(config.token),
                here.resolveSibling(config.key),
                here.resolveSibling(config.policy), here.resolveSibling(config.data), config.gateway,
                config.upstream, config.router, config.prometheus);
    }
}
