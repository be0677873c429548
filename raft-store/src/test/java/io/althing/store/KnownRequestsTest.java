package io.althing.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KnownRequestsTest {
    @Test
    void the_last_million_requests_are_never_taken_for_new() {
        var known = KnownRequests.of(new MemoryKeyValue());
        int all = 2_500_000;
        for (int i = 0; i < all; i++) {
            known.add("olga/request-" + i);
        }
        for (long i = all - RequestLedger.KEEP_COUNT; i < all; i++) {
            if (!known.mayHold("olga/request-" + i)) {
                assertThat(known.mayHold("olga/request-" + i)).as("request %s", i).isTrue();
            }
        }
        assertThat(known.mayHold("olga/request-0")).isFalse();
        assertThat(known.mayHold("olga/another")).isFalse();
    }
}
