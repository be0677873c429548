package io.althing.chaos.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.canary.Arm;
import io.althing.canary.ReferenceProfile;
import io.althing.client.UserError;
import io.althing.codec.RecordJson;
import io.althing.foresight.ReferenceBlob;
import io.althing.foresight.RequestWatch;
import io.althing.registry.Blob;
import io.althing.serving.Measures;
import io.althing.telemetry.Sighting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Files that a person names to {@code canary replay} and {@code canary profile}. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CanaryFilesTest {
    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object command, String... arguments) {
        CommandLine line = new CommandLine(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        line.setExecutionExceptionHandler((e, l, p) -> {
            l.getErr().println(e.getMessage());
            return e instanceof UserError user ? user.exitCode() : 99;
        });
        return line.execute(arguments);
    }

    private String file(String name, byte[] bytes) throws Exception {
        Path file = directory.resolve(name);
        Files.write(file, bytes);
        return file.toString();
    }

    private String file(String name, String text) throws Exception {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private String policy() throws Exception {
        return file("eu-west.yaml", """
                apiVersion: althing.io/v1
                kind: RegionPolicy
                metadata: {region: eu-west, owner: ml-platform-eu}
                spec:
                  profile: standard
                  analysis:
                    metrics:
                      - {name: error_rate, kind: rate, bad: increase, promoteWithin: {absolute: 0.005}, share: 1}
                """);
    }

    @Test
    void a_recording_that_cannot_be_read_is_refused_in_one_line_with_what_to_do() throws Exception {
        String[][] cases = {{directory.resolve("none.csv").toString(), "none.csv does not exist; check the path"},
                {directory.toString(), "is a directory; name a file in it"},
                {file("empty.csv", ""), "empty.csv is empty"},
                {file("header.csv", Recording.HEADER + "\n"), "holds no observations"},
                {file("junk.csv", new byte[]{(byte) 0xff, 0, (byte) 0xfe}),
                        "is not UTF-8 text; save it as CSV in UTF-8"}};
        for (String[] each : cases) {
            err.getBuffer().setLength(0);
            assertThat(run(new CanaryReplay(), each[0], "--policy", policy())).isEqualTo(2);
            assertThat(err.toString().strip()).contains(each[1]).doesNotContain("\n");
        }
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_policy_that_cannot_be_read_is_refused_likewise() throws Exception {
        String recording = file("ok.csv", Recording.HEADER + "\n1,,canary,error_rate,0\n");
        assertThat(run(new CanaryReplay(), recording, "--policy", directory.resolve("none.yaml").toString()))
                .isEqualTo(2);
        assertThat(run(new CanaryReplay(), recording, "--policy", directory.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("none.yaml: does not exist; check the path",
                "is a directory; name a file in it");
    }

    @Test
    void the_mark_that_spreadsheets_put_before_the_first_line_does_not_matter() throws Exception {
        String recording = file("bom.csv", "\uFEFF" + Recording.HEADER + "\n1,,canary,error_rate,0\n");
        assertThat(run(new CanaryReplay(), recording, "--policy", policy(), "-o", "json")).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x[0]\\n1\\n\\nabc           | :4: x[0] must be a finite number, was 'abc'
            x[0]\\nNaN                  | :2: x[0] must be a finite number, was 'NaN'
            x[0],x[1]\\n1               | :2: the number of fields is 1; the first line names 2
            age\\n1                     | :1: a column is named 'age'; name it after the input and the place in it
            x[0]\\n1\\n2                | x[0]: needs finite training values
            """)
    void faulty_training_data_is_named_by_line(String lines, String complaint) throws Exception {
        assertThat(run(new CanaryProfile(), file("train.csv", lines.replace("\\n", "\n")))).isEqualTo(2);
        assertThat(err.toString()).contains("train.csv").contains(complaint);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_printed_profile_is_the_artifact_that_tells_when_requests_are_unlike_training() throws Exception {
        Random random = new Random(5);
        StringBuilder csv = new StringBuilder("x[0],x[1],score\n");
        for (int i = 0; i < 1_000; i++) {
            csv.append(String.format(Locale.ROOT, "%.4f,%.4f,%.4f%n", random.nextGaussian(), random.nextDouble(),
                    random.nextDouble()));
        }
        assertThat(run(new CanaryProfile(), file("train.csv", csv.toString()))).isZero();
        Blob artifact = Blob.of(out.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(err.toString()).contains("3 quantities of 1000 examples; digest " + artifact.digest());

        ReferenceProfile profile = ReferenceBlob.read(new RecordJson(), artifact);
        RequestWatch watch = new RequestWatch(Optional.of(profile), 1, Instant.EPOCH);
        List<Sighting> seen = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            seen.add(new Sighting("u" + i, Arm.CANARY, new Measures.Sight("x",
                    List.of(1 + random.nextGaussian(), random.nextDouble()), OptionalDouble.of(random.nextDouble()))));
        }
        watch.look(seen, Instant.EPOCH);
        assertThat(watch.findings(1)).last()
                .matches(finding -> finding.quantity().equals("training: x[0]"), "names the input that moved")
                .matches(finding -> finding.logEvidence() > Math.log(100), "and has evidence");
    }
}
