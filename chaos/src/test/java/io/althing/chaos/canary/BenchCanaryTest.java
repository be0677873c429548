package io.althing.chaos.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.canary.judge.UsualRule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BenchCanaryTest {

    private static final Effort SMALL = new Effort(300, 20_000, 200, 7);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void harmless_canaries_are_seldom_rolled_back_however_often_the_evidence_is_read() {
        assertThat(new RateStreams(SMALL).falseRollback("A1", "rate 0.01", i -> 0.01))
                .allSatisfy(bar -> assertThat(bar.measured()).isLessThan(0.05));
    }

    @Test
    void harm_is_found_about_as_soon_as_by_a_test_of_fixed_size() {
        assertThat(new RateStreams(SMALL).detection("errors 1→5 %", .01, .05, 1.5))
                .allSatisfy(bar -> assertThat(bar.measured()).isLessThan(1.7));
    }

    @Test
    void regions_agree_against_liars_and_vetoes() {
        assertThat(new Regions(SMALL).bars()).filteredOn(bar -> bar.scenario().contains("sends")).hasSize(2)
                .allMatch(Bar::met);
    }

    @Test
    void the_usual_rules_cry_wolf_in_the_published_order() {
        Table table = new FalseAlarmTable(SMALL).table();
        assertThat(FalseAlarmTable.bars(table)).allMatch(Bar::met);
        assertThat(table.rows()).filteredOn(row -> row.name().startsWith("fixed threshold, last")).first()
                .satisfies(row -> assertThat(row.cells().getFirst().measured()).isEqualTo(1));
        assertThat(table.rows()).extracting(Table.Row::name).anyMatch(name -> name.contains("Kolmogorov"))
                .anyMatch(name -> name.contains("Mann")).anyMatch(name -> name.contains("Pocock"))
                .anyMatch(name -> name.contains("Kayenta"));
    }

    @Test
    void a_table_out_of_its_published_order_is_noticed() {
        Table table = new Table("t", "f", List.of("c"),
                List.of(Table.row("a", false, 0.1, 0.9), Table.row("b", false, 0.2, 0.3)));
        assertThat(table.outOfOrder(0, 0.08)).isEqualTo(1);
        assertThat(table.outOfOrder(0, 0.7)).isZero();
    }

    @Test
    void the_quick_benchmark_meets_every_bar_that_is_not_a_speed() throws Exception {
        StringWriter out = new StringWriter();
        Path page = directory.resolve("bench.html");
        int exit = new CommandLine(new BenchCanary()).setOut(new PrintWriter(out)).execute("--quick", "--only",
                "A1,A2,A3,A4,A5,A6,A7,A8,A12",
                "-o", "json", "--html", page.toString());
        assertThat(exit).isZero();
        assertThat(out.toString()).startsWith("{\"allMet\":true");
        assertThat(Files.readString(page)).contains("<svg").contains("fixed threshold");
    }

    @Test
    void recorded_traffic_is_judged_look_by_look() throws Exception {
        Path recording = directory.resolve("traffic.csv");
        StringBuilder csv = new StringBuilder(Recording.HEADER + "\n");
        for (int look = 1; look <= 10; look++) {
            for (int i = 0; i < 400; i++) {
                boolean canary = i % 4 == 0;
                csv.append(look).append(",u").append(look * 1000 + i).append(canary ? ",canary" : ",stable")
                        .append(",error_rate,")
                        .append(i % (canary ? 16 : 99) == 0 ? 1 : 0).append('\n');
            }
        }
        Files.writeString(recording, csv);
        StringWriter out = new StringWriter();
        int exit = new CommandLine(new CanaryReplay()).setOut(new PrintWriter(out)).execute(recording.toString(),
                "--policy", policy().toString(), "-o", "json");
        assertThat(exit).isZero();
        assertThat(out.toString().lines()).hasSize(10).last().asString().contains("\"verdict\":\"Rollback\"");
    }

    @ParameterizedTest
    @EnumSource(UsualRule.class)
    void each_usual_rule_can_judge_the_same_recording(UsualRule rule) throws Exception {
        Path recording = directory.resolve("traffic.csv");
        Files.writeString(recording, Recording.HEADER + "\n1,,canary,error_rate,1\n1,,stable,error_rate,0\n");
        StringWriter out = new StringWriter();
        int exit = new CommandLine(new CanaryReplay()).setOut(new PrintWriter(out)).execute(recording.toString(),
                "--policy", policy().toString(), "--judge", rule.toString(), "-o", "json");
        assertThat(exit).isZero();
        assertThat(out.toString().lines()).singleElement().asString().contains("\"look\":1", "\"score\":");
    }

    @Test
    void a_faulty_recording_is_named_by_file_and_line() throws Exception {
        Path recording = directory.resolve("bad.csv");
        Files.writeString(recording, Recording.HEADER + "\n1,u1,blue,error_rate,1\n");
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new CanaryReplay()).setErr(new PrintWriter(err));
        line.setExecutionExceptionHandler((e, l, p) -> {
            l.getErr().println(e.getMessage());
            return 2;
        });
        assertThat(line.execute(recording.toString(), "--policy", policy().toString())).isEqualTo(2);
        assertThat(err.toString()).contains("bad.csv:2: arm must be canary or stable");
    }

    private Path policy() throws Exception {
        Path policy = directory.resolve("eu-west.yaml");
        Files.writeString(policy, """
                apiVersion: althing.io/v1
                kind: RegionPolicy
                metadata: {region: eu-west, owner: ml-platform-eu}
                spec:
                  profile: standard
                  analysis:
                    metrics:
                      - {name: error_rate, kind: rate, bad: increase, promoteWithin: {absolute: 0.005}, share: 1}
                """);
        return policy;
    }
}
