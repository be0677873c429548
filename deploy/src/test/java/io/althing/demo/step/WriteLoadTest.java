package io.althing.demo.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WriteLoadTest {
    private static final Instant KILL = Instant.parse("2026-01-01T00:00:10Z");

    @Test
    void the_gap_runs_from_the_kill_to_the_first_acknowledgement_after_it() {
        assertThat(result(9, 12, 13).longestGapAfter(KILL)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_longer_silence_later_counts_too() {
        assertThat(result(9, 11, 16).longestGapAfter(KILL)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void the_first_after_the_kill_is_not_one_from_before() {
        assertThat(result(9, 12).firstAfter(KILL)).map(WriteLoad.Acknowledged::key).contains("write-12");
    }

    private static WriteLoad.Result result(Integer... seconds) {
        List<WriteLoad.Acknowledged> acknowledged = Stream.of(seconds).map(s -> new WriteLoad.Acknowledged("write-" + s,
                "v", s, Instant.parse("2026-01-01T00:00:00Z").plusSeconds(s))).toList();
        return new WriteLoad.Result(acknowledged, 0);
    }
}
