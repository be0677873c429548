package io.althing.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BreakerTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
    private final Breaker breaker = new Breaker(new Breaker.Settings(3, Duration.ofNanos(100)), now::get);

    @Test
    void failures_in_a_row_eject_and_a_success_between_them_does_not() {
        assertThat(breaker.failed()).isFalse();
        assertThat(breaker.failed()).isFalse();
        breaker.succeeded();
        breaker.failed();
        breaker.failed();
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.failed()).isTrue();
        assertThat(breaker.allows()).isFalse();
    }

    @Test
    void after_the_cool_down_one_request_tries_and_its_result_decides() {
        for (int i = 0; i < 3; i++) {
            breaker.failed();
        }
        now.addAndGet(100);
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isFalse();
        assertThat(breaker.failed()).isFalse();
        now.addAndGet(99);
        assertThat(breaker.allows()).isFalse();
        now.addAndGet(1);
        assertThat(breaker.allows()).isTrue();
        breaker.succeeded();
        assertThat(breaker.allows()).isTrue();
    }
}
