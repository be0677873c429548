package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.canary.Arm;
import io.althing.canary.EvidenceReplay;
import io.althing.canary.Look;
import io.althing.canary.LookCounts;
import io.althing.codec.RecordJson;
import io.althing.policy.Judging;
import io.althing.policy.PolicyFile;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicy;
import io.althing.registry.RolloutId;
import io.althing.serving.Measures;
import io.althing.telemetry.ArmWindow;
import io.althing.telemetry.ArmWindows;
import io.althing.telemetry.LabelCounts;
import io.althing.telemetry.Sighting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JudgeTest {
    private static final RegionPolicy POLICY = ((PolicyFile.Result.ForRegion) PolicyFile
            .read(Path.of("src", "test", "resources", "policies", "ap-south.yaml"))).policy();
    private static final Judge.Matter MATTER = new Judge.Matter(new ModelName("digits"),
            new RolloutId("01JAAAAAAAAAAAAAAAAAAAAAAA"), new Region("ap-south"), POLICY);

    private final RecordJson json = new RecordJson();

    private static AgentTime at(long millis) {
        return new AgentTime(Duration.ofMillis(millis).toNanos(), Instant.EPOCH.plusMillis(millis));
    }

    private static ArmWindow arm(long n, long correct) {
        return new ArmWindow(n, 0, List.of(), new LabelCounts(n, n, correct));
    }

    private static final ArmWindows WELL = new ArmWindows(arm(180, 171), arm(20, 19));
    private static final ArmWindows HARM = new ArmWindows(arm(150, 143), arm(50, 30));

    private List<LookCounts> looks(Judge judge) {
        return judge.memory(json).looks();
    }

    @Test
    void a_look_is_due_once_an_interval_has_passed() {
        var judge = new Judge(MATTER, 0);
        assertThat(judge.due(at(0))).as("nothing is in force yet").isFalse();
        judge.enter(0, 1_000, at(0));
        assertThat(judge.due(at(499))).isFalse();
        assertThat(judge.due(at(500))).isTrue();
        judge.look(WELL, at(500));
        assertThat(judge.due(at(999))).isFalse();
    }

    @Test
    void after_a_change_of_weight_looks_go_undeclared_until_the_old_labels_are_in() {
        var judge = new Judge(MATTER, 0);
        judge.enter(0, 1_000, at(0));
        judge.look(WELL, at(500));
        judge.enter(2, 2_500, at(1_000));
        for (long t = 1_500; t <= 5_000; t += 500) {
            judge.look(WELL, at(t));
        }
        assertThat(looks(judge)).extracting(LookCounts::weight).containsExactly(1_000, 0, 0, 0, 0, 0, 0, 2_500, 2_500);
    }

    @Test
    void looks_are_numbered_after_those_that_others_reported() {
        var judge = new Judge(MATTER, 7);
        judge.enter(0, 1_000, at(0));
        judge.look(WELL, at(500));
        assertThat(judge.judged().evidence().look()).isEqualTo(8);
    }

    @Test
    void a_memory_goes_on_where_it_stopped_and_ends_the_same() {
        var whole = new Judge(MATTER, 0);
        whole.enter(0, 2_500, at(0));
        var first = new Judge(MATTER, 0);
        first.enter(0, 2_500, at(0));
        whole.look(HARM, at(500));
        first.look(HARM, at(500));
        byte[] written = json.write(Judge.Memory.class, first.memory(json));
        Judge second = Judge.resume(MATTER, json.read(Judge.Memory.class, written, RecordJson.Reading.EXACT), json);
        second.look(HARM, at(1_000));
        whole.look(HARM, at(1_000));

        assertThat(second.judged().evidence().rollback()).isEqualTo(whole.judged().evidence().rollback());
        assertThat(looks(second)).isEqualTo(looks(whole));
        assertThat(second.path()).isEqualTo(whole.path());
    }

    @Test
    void what_requests_looked_like_is_in_the_memory_too() {
        var first = new Judge(MATTER, 0);
        first.enter(0, 2_500, at(0));
        List<Sighting> seen = List.of(new Sighting("ann", Arm.CANARY,
                new Measures.Sight("x", List.of(1.0, 2.0), OptionalDouble.of(0.5))));
        first.onlookers().requests(seen, Optional::empty, Instant.EPOCH);
        byte[] written = json.write(Judge.Memory.class, first.memory(json));

        Judge second = Judge.resume(MATTER, json.read(Judge.Memory.class, written, RecordJson.Reading.EXACT), json);
        second.onlookers().requests(seen, () -> Optional.empty(), Instant.EPOCH.plusSeconds(1));

        assertThat(second.onlookers().requests()).isPresent().get()
                .matches(requests -> requests.units() == 1, "ann is known");
    }

    @Test
    void with_counters_of_requests_bets_go_by_the_totals_of_each_look() {
        var judge = new Judge(MATTER, 0);
        judge.counts(Observations.Counting.REQUESTS_OF_KNOWN_UNITS);
        judge.enter(0, 1_000, at(0));
        judge.look(WELL, at(500));
        assertThat(looks(judge)).extracting(LookCounts::weight).containsExactly(0);
    }

    @Test
    void units_that_arrive_in_another_proportion_make_counters_of_requests_invalid() {
        var judge = new Judge(MATTER, 0);
        judge.counts(Observations.Counting.REQUESTS_OF_KNOWN_UNITS);
        judge.enter(0, 1_000, at(0));
        for (long t = 500; t <= 5_000; t += 500) {
            judge.look(new ArmWindows(arm(500, 480).measured(arm(900, 0)), arm(500, 480).measured(arm(100, 0))), at(t));
        }
        assertThat(judge.judged().finding()).isEqualTo(Judged.Finding.INVALID);
    }

    @Test
    void a_memory_of_another_rollout_is_refused() {
        var other = new Judge.Memory(1, new RolloutId("01JBBBBBBBBBBBBBBBBBBBBBBB"),
                new Judge(MATTER, 0).memory(json).analysis(), List.of(), 0, Optional.empty());
        assertThatThrownBy(() -> Judge.resume(MATTER, other, json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyone_can_recompute_a_conviction_from_its_look_counts() {
        var judge = new Judge(MATTER, 0);
        judge.enter(0, 2_500, at(0));
        for (long t = 500; judge.judged().finding() != Judged.Finding.ROLLBACK && t < 20_000; t += 500) {
            judge.look(HARM, at(t));
        }
        LookRecord record = LookRecord.read(json, judge.lookCounts(json));
        List<Look> replayed = EvidenceReplay.replay(Judging.settings(POLICY), List.of(), record.looks());

        assertThat(judge.judged().finding()).isEqualTo(Judged.Finding.ROLLBACK);
        assertThat(replayed.get(replayed.size() - 1).evidence().peak()).isEqualTo(judge.judged().evidence().rollback());
        assertThat(judge.path()).hasSize(record.looks().size());
    }

    @Test
    void a_closed_judge_takes_no_look() {
        var judge = new Judge(MATTER, 0);
        judge.enter(0, 1_000, at(0));
        judge.close();
        judge.look(HARM, at(500));
        assertThat(judge.due(at(5_000))).isFalse();
        assertThat(looks(judge)).isEmpty();
    }
}
