package io.althing.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TickerTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Ticker ticker = new Ticker(nanos::get, Duration.ofMillis(250));

    @Test
    void time_is_told_only_while_a_deadline_runs_and_none_is_told_twice() {
        assertThat(ticker.due(false)).isEmpty();
        pass(10_000);
        assertThat(ticker.due(true)).as("counting begins now").isEmpty();
        pass(249);
        assertThat(ticker.due(true)).isEmpty();
        pass(51);
        assertThat(ticker.due(true)).hasValue(300);
        assertThat(ticker.due(true)).isEmpty();
        pass(250);
        assertThat(ticker.due(true)).hasValue(250);
    }

    @Test
    void a_leader_that_stopped_and_leads_again_tells_only_of_its_new_time() {
        ticker.due(true);
        pass(5_000);
        ticker.stop();
        assertThat(ticker.due(true)).isEmpty();
        pass(250);
        assertThat(ticker.due(true)).hasValue(250);
    }

    private void pass(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }
}
