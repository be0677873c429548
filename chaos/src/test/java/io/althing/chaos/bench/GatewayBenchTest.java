package io.althing.chaos.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.cli.CommandProvider;
import io.althing.client.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GatewayBenchTest {
    @Test
    void it_is_found_by_the_command_line() {
        assertThat(ServiceLoader.load(CommandProvider.class)).anyMatch(
                provider -> provider.parent().equals("bench") && provider.command() instanceof GatewayBench);
    }

    @Test
    void it_prints_one_json_object_with_a_run_for_each_path() throws Exception {
        StringWriter out = new StringWriter();
        int exit = new CommandLine(new GatewayBench()).setOut(new PrintWriter(out)).execute("--seconds", "1",
                "--connections", "2", "-o", "json");

        assertThat(exit).isZero();
        JsonNode json = Json.mapper().readTree(out.toString());
        assertThat(json.get("runs")).hasSize(4)
                .allSatisfy(run -> assertThat(run.get("requestsPerSecond").asLong()).isPositive());
    }

    @Test
    void a_run_of_no_length_is_refused() {
        StringWriter err = new StringWriter();
        int exit = new CommandLine(new GatewayBench()).setErr(new PrintWriter(err)).execute("--seconds", "0");
        assertThat(exit).isNotZero();
        assertThat(err.toString()).contains("--seconds");
    }
}
