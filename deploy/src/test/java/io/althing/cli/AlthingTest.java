package io.althing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.client.Endpoints;
import io.althing.client.ExitCode;
import io.althing.client.Tokens;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AlthingTest {
    private final Path dir;
    private final FakeRegion us;
    private final FakeRegion eu;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    AlthingTest(@TempDir Path dir) throws IOException {
        this.dir = dir;
        us = new FakeRegion("us-east");
        eu = new FakeRegion("eu-west");
        new Endpoints("test", List.of(us.endpoint(), eu.endpoint()), Optional.empty()).write(target());
        new Tokens(Map.of("operator", "op-secret", "approver-1", "ap-secret")).write(dir.resolve("tokens.json"));
    }

    @AfterEach
    void stop() {
        us.close();
        eu.close();
    }

    @Test
    void a_missing_cluster_is_one_line_that_says_what_to_do() {
        assertThat(execute("status", "--target", dir.resolve("none.json").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines()).singleElement().asString().contains("althing up");
    }

    @Test
    void an_unknown_command_names_the_known_ones() {
        assertThat(execute("rolout")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'rolout'").contains("rollout").doesNotContain("Exception");
    }

    @Test
    void starting_a_rollout_sends_the_operators_token_and_a_key() {
        us.answer("POST /v1/rollouts", 201,
                "{\"id\":\"01J\",\"model\":\"digits\",\"version\":\"v2\",\"state\":\"awaiting-approval\",\"why\":\"\"}");
        assertThat(run("rollout", "start", "digits", "v2", "--reason", "better")).isEqualTo(ExitCode.OK);
        assertThat(us.asked).singleElement().satisfies(asked -> {
            assertThat(asked.authorization()).isEqualTo("Bearer op-secret");
            assertThat(asked.key()).isNotBlank();
            assertThat(asked.body()).contains("\"version\":\"v2\"").contains("\"reason\":\"better\"");
        });
        assertThat(out.toString()).contains("rollout 01J: digits v2 is awaiting-approval");
    }

    @Test
    void approving_sends_the_revision_it_saw() {
        us.answer("GET /v1/rollouts/01J", 200, "{\"rollout\":{\"id\":\"01J\",\"revision\":41},\"parts\":[]}");
        us.answer("POST /v1/rollouts/01J/approve", 200, "{\"id\":\"01J\",\"state\":\"running\"}");
        assertThat(run("rollout", "approve", "01J")).isEqualTo(ExitCode.OK);
        assertThat(us.asked).last().satisfies(asked -> {
            assertThat(asked.ifMatch()).isEqualTo("\"41\"");
            assertThat(asked.authorization()).isEqualTo("Bearer ap-secret");
        });
    }

    @Test
    void a_problem_is_shown_with_its_field_and_remedy() {
        us.answer("GET /v1/models", 422,
                "{\"title\":\"Invalid field\",\"detail\":\"use a lower-case name\",\"field\":\"model\"}");
        assertThat(run("model", "list")).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).isEqualTo("althing: Invalid field (field model): use a lower-case name\n");
    }

    @Test
    void a_read_goes_on_to_the_next_region_when_the_first_is_down() {
        us.close();
        eu.answer("GET /v1/models", 200, "{\"items\":[{\"name\":\"digits\",\"owner\":\"ml\",\"description\":\"\"}]}");
        assertThat(run("model", "list")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("digits");
    }

    @Test
    void a_write_is_asked_of_the_next_region_under_the_same_key_when_the_first_has_no_quorum() {
        us.answer("POST /v1/models/digits/rollback", 503, "{\"title\":\"No quorum\",\"type\":\"x/no-quorum\"}");
        eu.answer("POST /v1/models/digits/rollback", 200, "{\"regions\":[\"us-east\"],\"auditIndex\":7}");
        assertThat(run("rollback", "digits", "--reason", "wrong")).isEqualTo(ExitCode.OK);
        assertThat(eu.asked.element().key()).isEqualTo(us.asked.element().key());
    }

    @Test
    void no_quorum_anywhere_has_its_own_exit_code() {
        us.answer("GET /v1/models", 503, "{\"title\":\"No quorum\",\"type\":\"x/no-quorum\"}");
        assertThat(run("model", "list", "--at", "us-east")).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void json_output_is_the_answer_as_it_came() {
        us.answer("GET /v1/models", 200, "{\"items\":[]}");
        assertThat(run("model", "list", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().replaceAll("\\s", "")).isEqualTo("{\"items\":[]}");
    }

    @Test
    void a_missing_token_names_file_and_remedy() {
        assertThat(run("model", "create", "m", "--as", "nobody")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("tokens.json").contains("nobody").contains("--token");
    }

    @Test
    void a_higher_module_adds_commands_under_a_new_or_a_known_parent() {
        assertThat(execute("bench", "nothing")).isEqualTo(7);
        assertThat(execute("model", "nothing")).isEqualTo(7);
    }

    @Test
    void a_byte_changed_in_a_fetched_log_is_not_verified() throws IOException {
        Files.createDirectories(dir.resolve("log"));
        Files.writeString(dir.resolve("log/checkpoint"), "althing.io/test\n0\nAAAA\n");
        assertThat(run("audit", "verify", "--unsigned", "--dir", dir.resolve("log").toString()))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(out.toString()).contains("checkpoint");
    }

    private Path target() {
        return dir.resolve("endpoints.json");
    }

    private int run(String... args) {
        var all = new java.util.ArrayList<>(List.of(args));
        all.addAll(List.of("--target", target().toString()));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... args) {
        CommandLine line = Althing.commandLine(List.of(provider("bench"), provider("model")));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    private static CommandProvider provider(String parent) {
        return new CommandProvider() {
            @Override
            public String parent() {
                return parent;
            }

            @Override
            public Object command() {
                return new Nothing();
            }
        };
    }

    @Command(name = "nothing")
    private static final class Nothing implements Callable<Integer> {
        @Override
        public Integer call() {
            return 7;
        }
    }
}
