package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StatusPageTest {
    private final World world;

    StatusPageTest(@TempDir Path directory) {
        world = new World(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_running_canary_is_shown_with_its_weight_its_counts_and_the_path_of_its_evidence() throws Exception {
        world.serving();
        world.rollout(World.V2);
        world.until("three looks", () -> !world.station(World.AP).status().analyses().isEmpty()
                && world.station(World.AP).status().analyses().get(0).path().size() >= 3);
        AgentStatus status = world.station(World.AP).status();
        JsonNode page = new ObjectMapper().readTree(StatusPage.json(status));

        assertThat(page.at("/region").asText()).isEqualTo("ap-south");
        assertThat(page.at("/link/up").asBoolean()).isTrue();
        assertThat(page.at("/serving/0/canary/weightBasisPoints").asInt()).isEqualTo(1_000);
        assertThat(page.at("/analyses/0/look").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(page.at("/analyses/0/path/2/bound").asDouble()).isCloseTo(Math.log(100),
                org.assertj.core.data.Offset.offset(1e-9));
        assertThat(page.at("/analyses/0/metrics/0/stable/n").asLong()).isPositive();
        assertThat(page.at("/journal/waiting").asInt()).isZero();
        assertThat(page.at("/analyses/0/usualRules/0/name").asText()).startsWith("fixed thresholds");
        assertThat(page.at("/analyses/0/usualRules/0/looks").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(page.at("/analyses/0/holdback/0/wouldAlarm").asBoolean()).isFalse();
        assertThat(page.at("/analyses/0/earlyWarning/advice").asText()).startsWith("not trained: 0 of 100");

        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        AgentMeters.register(meters, world.station(World.AP).agent::status);
        assertThat(meters.scrape()).contains("althing_link_up 1.0", "althing_log_wealth ",
                "althing_log_wealth_bound 4.6",
                "althing_journal_age_seconds 0.0");
    }
}
