package io.althing.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.registry.RolloutId;
import io.althing.canary.Arm;
import io.althing.serving.FeedbackSink.Fate;
import io.althing.serving.FeedbackSink.Key.ByRequest;
import io.althing.serving.FeedbackSink.Key.ByUnit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The window is 100 nanoseconds. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FeedbackJoinTest {
    private static final Optional<RolloutId> ROLLOUT = Optional.of(new RolloutId("01JDQY6M4T3V8Z5K2N7P9R1WXA"));

    private final FeedbackJoin join = new FeedbackJoin(new FeedbackJoin.Settings(Duration.ofNanos(100), 4));

    private void predict(String request, Arm arm, String value, long now) {
        join.predicted(new FeedbackJoin.Prediction(request, "unit-of-" + request, ROLLOUT, arm, value), now);
    }

    private Fate label(String request, String label, long now) {
        return join.label(new ByRequest(request), label, now);
    }

    @Test
    void a_request_counts_when_its_window_has_ended_and_only_then() {
        predict("a", Arm.CANARY, "7", 0);
        predict("b", Arm.STABLE, "3", 0);
        assertThat(label("a", "7", 50)).isEqualTo(Fate.JOINED);
        assertThat(label("b", "4", 60)).isEqualTo(Fate.JOINED);

        assertThat(join.drain(ROLLOUT, Arm.CANARY, 100)).isEqualTo(LabelCounts.NONE);
        assertThat(join.drain(ROLLOUT, Arm.CANARY, 101)).isEqualTo(new LabelCounts(1, 1, 1));
        assertThat(join.drain(ROLLOUT, Arm.CANARY, 102)).isEqualTo(LabelCounts.NONE);
        assertThat(join.drain(ROLLOUT, Arm.STABLE, 500)).isEqualTo(new LabelCounts(1, 1, 0));
    }

    @Test
    void a_request_without_a_label_in_time_counts_as_unlabelled() {
        predict("a", Arm.CANARY, "7", 0);
        assertThat(join.drain(ROLLOUT, Arm.CANARY, 101)).isEqualTo(new LabelCounts(1, 0, 0));
    }

    @Test
    void a_late_label_is_counted_once_and_changes_nothing() {
        predict("a", Arm.CANARY, "7", 0);
        assertThat(label("a", "7", 101)).isEqualTo(Fate.LATE);
        assertThat(label("a", "7", 102)).isEqualTo(Fate.DUPLICATE);
        assertThat(join.drain(ROLLOUT, Arm.CANARY, 103)).isEqualTo(new LabelCounts(1, 0, 0));
        assertThat(join.totals()).isEqualTo(new FeedbackJoin.Totals(0, 1, 1, 0, 0));
    }

    @Test
    void of_two_labels_the_first_holds() {
        predict("a", Arm.CANARY, "7", 0);
        assertThat(label("a", "7", 1)).isEqualTo(Fate.JOINED);
        assertThat(label("a", "1", 2)).isEqualTo(Fate.DUPLICATE);
        assertThat(join.drain(ROLLOUT, Arm.CANARY, 200)).isEqualTo(new LabelCounts(1, 1, 1));
    }

    @Test
    void a_label_may_name_the_units_latest_request() {
        join.predicted(new FeedbackJoin.Prediction("a", "user", ROLLOUT, Arm.CANARY, "1"), 0);
        join.predicted(new FeedbackJoin.Prediction("b", "user", ROLLOUT, Arm.CANARY, "2"), 1);

        assertThat(join.label(new ByUnit("user"), "2", 2)).isEqualTo(Fate.JOINED);
        assertThat(join.label(new ByUnit("nobody"), "2", 2)).isEqualTo(Fate.UNKNOWN);
        assertThat(join.drain(ROLLOUT, Arm.CANARY, 200)).isEqualTo(new LabelCounts(2, 1, 1));
    }

    @Test
    void an_arm_whose_mistakes_are_labelled_sooner_does_not_look_worse() {
        FeedbackJoin large = new FeedbackJoin(new FeedbackJoin.Settings(Duration.ofNanos(100), 1000));
        for (int i = 0; i < 100; i++) {
            for (Arm arm : Arm.values()) {
                String id = arm + "-" + i;
                large.predicted(new FeedbackJoin.Prediction(id, id, ROLLOUT, arm, "1"), i);
                boolean wrong = i % 10 == 0;
                if (arm == Arm.CANARY && wrong) {
                    large.label(new ByRequest(id), "2", i);
                }
            }
        }
        assertThat(large.drain(ROLLOUT, Arm.CANARY, 100)).isEqualTo(LabelCounts.NONE);
        for (int i = 0; i < 100; i++) {
            for (Arm arm : Arm.values()) {
                large.label(new ByRequest(arm + "-" + i), i % 10 == 0 ? "2" : "1", 100);
            }
        }
        assertThat(large.drain(ROLLOUT, Arm.CANARY, 300)).isEqualTo(large.drain(ROLLOUT, Arm.STABLE, 300))
                .isEqualTo(new LabelCounts(100, 100, 90));
    }

    @Test
    void memory_is_bounded_old_decisions_make_room_and_what_is_left_out_is_counted() {
        for (int i = 0; i < 6; i++) {
            predict("early-" + i, Arm.CANARY, "1", i);
        }
        assertThat(join.size()).isEqualTo(4);
        assertThat(join.totals().leftOut()).isEqualTo(2);
        assertThat(label("early-5", "1", 6)).isEqualTo(Fate.UNKNOWN);

        predict("later", Arm.CANARY, "1", 102);

        assertThat(join.size()).isEqualTo(4);
        assertThat(label("early-0", "1", 103)).isEqualTo(Fate.UNKNOWN);
        assertThat(label("early-1", "1", 103)).isEqualTo(Fate.LATE);
        assertThat(join.drain(ROLLOUT, Arm.CANARY, 1000)).isEqualTo(new LabelCounts(5, 0, 0));
    }

    @Test
    void a_window_or_capacity_of_nothing_is_refused() {
        assertThatThrownBy(() -> new FeedbackJoin.Settings(Duration.ZERO, 1)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new FeedbackJoin.Settings(Duration.ofSeconds(1), 0)).hasMessageContaining("above 0");
    }
}
