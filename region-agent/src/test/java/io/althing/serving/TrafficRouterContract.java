package io.althing.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What every router promises. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class TrafficRouterContract {
    static final ModelName DIGITS = new ModelName("digits");
    static final VersionId V1 = new VersionId("v1");
    static final VersionId V2 = new VersionId("v2");
    static final VersionId V3 = new VersionId("v3");
    static final RolloutId FIRST = new RolloutId("01JDQY6M4T3V8Z5K2N7P9R1WXA");
    static final RolloutId SECOND = new RolloutId("01JDQY6M4T3V8Z5K2N7P9R1WXB");

    final MemoryFences fences = new MemoryFences();
    private Optional<TrafficRouter> current = Optional.empty();

    /** A router over the fences that can serve versions v1, v2 and v3 of digits; earlier ones of this test are closed. */
    abstract TrafficRouter open() throws Exception;

    /** Frees what lies under the routers. */
    abstract void tearDown();

    @BeforeEach
    void start() throws Exception {
        current = Optional.of(open());
    }

    @AfterEach
    void stop() {
        router().close();
        tearDown();
    }

    final TrafficRouter router() {
        return current.orElseThrow();
    }

    final void restart() throws Exception {
        router().close();
        current = Optional.of(open());
    }

    static RouteTarget stable(long index, VersionId version) {
        return new RouteTarget(DIGITS, index, Optional.of(version), Optional.empty());
    }

    static RouteTarget canary(long index, RolloutId rollout, int weight) {
        return new RouteTarget(DIGITS, index, Optional.of(V1),
                Optional.of(new CanaryShare(rollout, V2, weight, "salt-" + rollout)));
    }

    @Test
    void a_target_at_a_new_index_comes_into_force_and_is_read_back() {
        assertThat(router().apply(stable(3, V1)).refusal()).isEmpty();
        InForce answer = router().apply(canary(7, FIRST, 500));

        assertThat(answer.refusal()).isEmpty();
        assertThat(answer.index()).isEqualTo(7);
        assertThat(answer.canary()).isEqualTo(canary(7, FIRST, 500).canary());
        assertThat(router().inForce(DIGITS)).isEqualTo(answer);
        assertThat(router().apply(canary(7, FIRST, 500))).isEqualTo(answer);
    }

    @Test
    void a_model_never_told_about_has_nothing_in_force() {
        InForce nothing = router().inForce(new ModelName("other"));

        assertThat(nothing.stable()).isEmpty();
        assertThat(nothing.canaryWeight()).isZero();
        assertThat(nothing.index()).isEqualTo(-1);
    }

    @Test
    void a_raise_older_than_the_newest_index_seen_is_refused() {
        router().apply(stable(3, V1));
        router().apply(canary(9, FIRST, 500));

        InForce answer = router().apply(canary(8, FIRST, 2500));

        assertThat(answer.canaryWeight()).isEqualTo(500);
        assertThat(answer.index()).isEqualTo(9);
        assertThat(answer.refusal().orElseThrow()).contains("index 8", "9", "digits");
    }

    @Test
    void an_older_target_brings_in_no_other_candidate_and_no_other_stable_version() {
        router().apply(stable(9, V1));

        assertThat(router().apply(canary(8, FIRST, 1)).canaryWeight()).isZero();
        assertThat(router().apply(stable(8, V2)).stable()).contains(V1);
        router().apply(canary(10, SECOND, 500));
        InForce stale = router().apply(canary(9, FIRST, 100));
        assertThat(stale.canary().orElseThrow().rollout()).isEqualTo(SECOND);
        assertThat(stale.canaryWeight()).isEqualTo(500);
    }

    @Test
    void a_lower_weight_is_taken_at_once_whatever_its_index() {
        router().apply(stable(3, V1));
        router().apply(canary(9, FIRST, 2500));

        InForce lowered = router().apply(canary(2, FIRST, 500));
        assertThat(lowered.canaryWeight()).isEqualTo(500);
        assertThat(lowered.refusal()).isEmpty();
        InForce off = router().apply(stable(1, V1));
        assertThat(off.canary()).isEmpty();
        assertThat(off.index()).isEqualTo(9);
        assertThat(router().apply(canary(8, FIRST, 500)).canaryWeight()).isZero();
        assertThat(router().apply(new RouteTarget(DIGITS, 0, Optional.empty(), Optional.empty())).stable()).isEmpty();
    }

    @Test
    void of_an_older_target_that_changes_stable_only_the_lower_weight_is_taken() {
        router().apply(stable(3, V1));
        router().apply(canary(9, FIRST, 2500));
        RouteTarget mixed = new RouteTarget(DIGITS, 8, Optional.of(V3), canary(8, FIRST, 100).canary());

        InForce answer = router().apply(mixed);

        assertThat(answer.stable()).contains(V1);
        assertThat(answer.canaryWeight()).isEqualTo(100);
        assertThat(answer.refusal()).isPresent();
    }

    @Test
    void the_newest_index_survives_a_restart_and_no_canary_does_unless_told() throws Exception {
        router().apply(stable(3, V1));
        router().apply(canary(9, FIRST, 2500));

        restart();

        assertThat(fences.find(DIGITS)).contains(new FenceStore.Fence(DIGITS, 9, Optional.of(V1)));
        assertThat(router().inForce(DIGITS).index()).isEqualTo(9);
        assertThat(router().apply(canary(8, FIRST, 2500)).canaryWeight()).isZero();
        assertThat(router().apply(canary(9, FIRST, 2500)).canaryWeight()).isEqualTo(2500);
    }

    @Test
    void after_a_restart_the_stable_version_it_served_is_taken_from_an_old_target_but_nothing_more() throws Exception {
        router().apply(stable(9, V1));

        restart();

        assertThat(router().apply(canary(5, FIRST, 500)).stable()).contains(V1);
        assertThat(router().inForce(DIGITS).canaryWeight()).isZero();
    }

    @Test
    void a_move_forward_that_cannot_be_remembered_is_refused_and_a_step_back_is_not() {
        router().apply(stable(3, V1));
        router().apply(canary(9, FIRST, 500));
        fences.full(true);

        InForce refused = router().apply(canary(10, FIRST, 2500));
        assertThat(refused.canaryWeight()).isEqualTo(500);
        assertThat(refused.refusal().orElseThrow()).contains("disk");
        assertThat(router().apply(canary(11, FIRST, 0)).canaryWeight()).isZero();
        fences.full(false);
    }

    @Test
    void a_repeated_target_writes_nothing() {
        router().apply(stable(3, V1));
        router().apply(canary(9, FIRST, 500));
        int writes = fences.writes;

        router().apply(canary(9, FIRST, 500));

        assertThat(fences.writes).isEqualTo(writes);
    }
}
