package io.althing.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.codec.RecordJson.Problem;
import io.althing.codec.RecordJson.Reading;
import io.althing.codec.Samples.SampleCommand;
import io.althing.codec.Samples.SetTag;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RecordJsonTest {
    private final RecordJson json = new RecordJson();

    record Plan(Spec spec) {}

    record Spec(Analysis analysis, List<Metric> metrics) {}

    record Analysis(BigDecimal alpha, int samples, Optional<Boolean> strict) {}

    record Metric(String name, Samples.Colour colour) {}

    record Tree(String name, List<Tree> children) {}

    record Times(Instant at, long count) {}

    record Floating(double share) {}

    sealed interface Clash {
        record Bad(String type) implements Clash {}
    }

    @Test
    void every_supported_type_goes_there_and_back() {
        for (SampleCommand command : List.of(Samples.full(), Samples.sparse(), Samples.tag(), new Samples.Nudge())) {
            byte[] bytes = json.write(SampleCommand.class, command);

            assertThat(json.read(SampleCommand.class, bytes, Reading.EXACT)).isEqualTo(command);
        }
    }

    @Test
    void the_form_is_the_documented_one() {
        assertThat(new String(json.write(SampleCommand.class, Samples.full()), StandardCharsets.UTF_8)).isEqualTo("""
                {"alpha":"0.0010","at":"2026-01-02T03:04:05.678Z","colour":"dark-blue","deputy":{"name":"bob"},\
                "extents":[-1,0,"9223372036854775807"],"file":"AAH/",\
                "labels":{"":{"name":"bob"},"x":{"name":"ada","wealth":-5000000000}},"loud":true,"model":"digits",\
                "more":["red","dark-blue"],"names":["","b"],"note":"","owner":{"name":"ada","wealth":-5000000000},\
                "second":"red","shape":{"type":"circle","value":"-1.5"},\
                "shapes":[{"side":0,"type":"square"},{"type":"circle","value":"0"}],"step":-7,"type":"publish",\
                "until":"1970-01-01T00:00:00Z","waves":[["us-east","eu-west"],[],["eu-west"]],\
                "weights":{"eu-west":0,"us-east":2}}""");
    }

    @Test
    void a_record_asked_for_by_its_own_type_needs_no_type() {
        assertThat(new String(json.write(SetTag.class, Samples.tag()), StandardCharsets.UTF_8))
                .isEqualTo("{\"key\":\"stage\",\"model\":\"digits\",\"value\":\"production ☂ 🂡\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                              | spec: is required
            {"spec":{"analysis":{"alpha":"x","samples":1}}}                 | spec.analysis.alpha: 'x' is not a decimal number
            {"spec":{"analysis":{"alpha":1,"samples":1}}}                   | spec.analysis.alpha: must be a string, is the number 1
            {"spec":{"analysis":{"alpha":"1","samples":"1"}}}               | spec.analysis.samples: must be a whole number, is the string '1'
            {"spec":{"analysis":{"alpha":"1","samples":3000000000}}}        | spec.analysis.samples: 3000000000 is not between
            {"spec":{"analysis":{"alpha":"1","samples":1,"strict":[]}}}     | spec.analysis.strict: must be true or false, is an array
            {"spec":{"analysis":{"alpha":"1","sample":1}}}                  | spec.analysis.sample: is unknown here; known are alpha, samples, strict
            {"spec":{"analysis":true}}                                      | spec.analysis: must be an object, is true
            {"spec":{"analysis":{"alpha":"1","samples":1},"metrics":[{"name":"a","colour":"red"},{"name":"b","colour":"RED"}]}} \
            | spec.metrics[1].colour: 'RED' is none of red, dark-blue
            [1]                                                             | must be an object, is an array
            """)
    void a_problem_names_the_field_and_what_was_expected(String text, String message) {
        assertThatThrownBy(() -> read(Plan.class, text, Reading.REQUEST)).isInstanceOf(Problem.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void a_problem_has_its_path_and_its_text_apart() {
        assertThatThrownBy(() -> read(Plan.class, "{\"spec\":{\"metrics\":[true]}}", Reading.REQUEST))
                .asInstanceOf(InstanceOfAssertFactories.type(Problem.class))
                .returns("spec.metrics[0]", Problem::path).returns("must be an object, is true", Problem::problem);
    }

    @Test
    void what_a_record_itself_refuses_is_a_problem_of_that_field() {
        assertThatThrownBy(() -> read(SetTag.class, "{\"key\":\"k\",\"model\":\"a b\",\"value\":\"v\"}", Reading.EXACT))
                .hasMessageStartingWith("model: 'a b' is not a model name");
    }

    @Test
    void an_absent_list_or_map_is_refused_only_in_what_this_version_wrote() {
        String bare = "{\"name\":\"root\"}";

        assertThat(read(Tree.class, bare, Reading.REQUEST)).isEqualTo(new Tree("root", List.of()));
        assertThat(read(Tree.class, bare, Reading.TOLERANT)).isEqualTo(new Tree("root", List.of()));
        assertThatThrownBy(() -> read(Tree.class, bare, Reading.EXACT)).hasMessage("children: is required");
    }

    @Test
    void an_unknown_key_is_ignored_only_in_what_another_version_wrote() {
        String more = "{\"name\":\"root\",\"children\":[],\"age\":7}";

        assertThat(read(Tree.class, more, Reading.TOLERANT)).isEqualTo(new Tree("root", List.of()));
        assertThatThrownBy(() -> read(Tree.class, more, Reading.REQUEST)).hasMessageStartingWith("age: is unknown");
        assertThatThrownBy(() -> read(Tree.class, more, Reading.EXACT)).hasMessageStartingWith("age: is unknown");
    }

    @ParameterizedTest
    @EnumSource(Reading.class)
    void a_choice_needs_a_known_type(Reading how) {
        assertThatThrownBy(() -> read(SampleCommand.class, "{}", how))
                .hasMessage("type: is required: one of set-tag, nudge, publish");
        assertThatThrownBy(() -> read(SampleCommand.class, "{\"type\":\"dance\"}", how))
                .hasMessage("type: must be one of set-tag, nudge, publish, is the string 'dance'");
    }

    @Test
    void whole_numbers_beyond_what_json_readers_keep_are_strings_and_only_those() {
        for (long count : new long[]{0, (1L << 53) - 1, 1L << 53, -(1L << 53), Long.MIN_VALUE, Long.MAX_VALUE}) {
            Times times = new Times(Instant.EPOCH, count);

            assertThat(json.read(Times.class, json.write(Times.class, times), Reading.EXACT)).isEqualTo(times);
        }
        assertThatThrownBy(() -> read(Times.class, "{\"at\":\"1970-01-01T00:00:00Z\",\"count\":\"5\"}", Reading.EXACT))
                .hasMessageStartingWith("count: must be a whole number");
    }

    @ParameterizedTest
    @CsvSource({"2026-01-02", "2026-01-02T03:04:05+01:00", "yesterday", "2026-13-02T03:04:05Z"})
    void a_time_is_given_in_utc(String text) {
        assertThatThrownBy(() -> read(Times.class, "{\"at\":\"" + text + "\",\"count\":1}", Reading.REQUEST))
                .hasMessageStartingWith("at: '" + text + "' is not a time in UTC");
    }

    @Test
    void broken_json_is_a_problem_of_the_whole() {
        assertThatThrownBy(() -> read(Plan.class, "{\"spec\":", Reading.REQUEST)).isInstanceOf(Problem.class);
    }

    @Test
    void a_type_that_holds_itself_and_types_without_a_form() {
        Tree tree = new Tree("a", List.of(new Tree("b", List.of()), new Tree("c", List.of(new Tree("d", List.of())))));

        assertThat(json.read(Tree.class, json.write(Tree.class, tree), Reading.EXACT)).isEqualTo(tree);
        assertThatThrownBy(() -> json.write(Floating.class, new Floating(1)))
                .hasMessageContaining("double has no JSON form");
        assertThatThrownBy(() -> json.write(Clash.class, new Clash.Bad("x")))
                .hasMessageContaining("component called type");
    }

    @Test
    void a_decimal_number_cannot_ask_for_a_million_digits() {
        Analysis huge = new Analysis(new BigDecimal("1E+1000000"), 1, Optional.empty());

        assertThatThrownBy(() -> json.write(Analysis.class, huge)).isInstanceOf(Problem.class)
                .hasMessageStartingWith("alpha: a decimal number has at most 100 digits");
        assertThatThrownBy(
                () -> read(Analysis.class, "{\"alpha\":\"" + "9".repeat(200) + "\",\"samples\":1}", Reading.REQUEST))
                .hasMessageStartingWith("alpha: '9999");
    }

    private <T> T read(Class<T> type, String text, Reading how) {
        return json.read(type, text.getBytes(StandardCharsets.UTF_8), how);
    }
}
