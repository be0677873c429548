package io.althing.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.RolloutId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UlidsTest {
    @Test
    void an_id_begins_with_its_time_and_serves_as_a_rollouts() {
        var ids = new Ulids(InstantSource.fixed(Instant.ofEpochMilli(1_469_918_176_385L)), new SplittableRandom(1));
        String id = ids.get();
        assertThat(id).startsWith("01ARYZ6S41").hasSize(26);
        assertThat(new RolloutId(id).value()).isEqualTo(id);
        assertThat(ids.get()).isNotEqualTo(id);
    }
}
