package io.althing.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.telemetry.PrometheusSource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AgentConfigTest {
    private static final String GOOD = """
            region: eu-west
            api: http://127.0.0.1:7720
            token: agent.token
            key: region.key
            policy: policy.yaml
            data: agent
            gateway: {host: 127.0.0.1, port: 7721}
            """;

    @TempDir
    Path dir = Path.of("");

    private AgentConfig read(String text) throws Exception {
        Path file = dir.resolve("agent.yaml");
        Files.writeString(file, text);
        return AgentConfig.read(file);
    }

    private PrometheusSource.Settings prometheus(String fields) throws Exception {
        return read(GOOD + "prometheus: {" + fields + "}\n").prometheus().orElseThrow().settings();
    }

    @Test
    void paths_are_relative_to_the_file_and_the_gateway_counts_unless_prometheus_is_named() throws Exception {
        AgentConfig config = read(GOOD);
        assertThat(config.data()).isEqualTo(dir.resolve("agent"));
        assertThat(config.prometheus()).isEmpty();
    }

    @Test
    void of_prometheus_only_the_server_must_be_named() throws Exception {
        assertThat(prometheus("server: 'http://127.0.0.1:9090'"))
                .isEqualTo(PrometheusSource.Settings.ofGateway(URI.create("http://127.0.0.1:9090")));
    }

    @Test
    void every_question_and_the_patience_may_be_ones_own() throws Exception {
        PrometheusSource.Settings settings = prometheus("""
                server: 'https://metrics.example/prometheus', requests: 'r{track="$arm"}', errors: 'e{track="$arm"}',
                latency: 'l_bucket{track="$arm"}', timeoutSeconds: 2""");
        assertThat(settings.requests()).isEqualTo("r{track=\"$arm\"}");
        assertThat(settings.errors()).isEqualTo("e{track=\"$arm\"}");
        assertThat(settings.latency()).isEqualTo("l_bucket{track=\"$arm\"}");
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            requests: up | field 'prometheus.server' | server
            server: 'localhost:9090' | field 'prometheus' | such as http://127.0.0.1:9090
            server: 'http://a:1', errors: up | field 'prometheus' | errors must contain $arm, which becomes canary or stable
            server: 'http://a:1', timeoutSeconds: 0 | field 'prometheus' | timeoutSeconds must be 1 to 60, not 0
            server: 'http://a:1', latencies: up | 'prometheus.latencies' | errors, latency, requests, server, timeoutSeconds
            """)
    void a_mistake_is_named_with_field_and_remedy(String fields, String field, String remedy) {
        assertThatThrownBy(() -> prometheus(fields)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("agent.yaml").hasMessageContaining(field).hasMessageContaining(remedy);
    }
}
