package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.canary.ArmCounts;
import io.althing.canary.Boundary;
import io.althing.canary.CanarySettings;
import io.althing.canary.Limits;
import io.althing.canary.LookCounts;
import io.althing.canary.MetricCounts;
import io.althing.canary.MetricSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OnlookersTest {
    private final Onlookers onlookers = new Onlookers(CanarySettings
            .of(MetricSettings.errorRate("error_rate", new Limits(Boundary.ZERO, Optional.empty(), Optional.empty()))));

    private void look(long index, long canaryBad) {
        onlookers.look(new LookCounts(index, 0, 500, List.of(
                new MetricCounts("error_rate", ArmCounts.rate(100, canaryBad), ArmCounts.rate(1_900, 19)))));
    }

    @Test
    void a_harmless_blip_is_a_false_alarm_of_the_fixed_threshold_and_not_of_the_detector() {
        long[] bad = {1, 0, 3, 1, 0, 1, 2, 0};
        for (int i = 0; i < bad.length; i++) {
            look(i + 1, bad[i]);
        }
        assertThat(onlookers.usualRules()).filteredOn(rule -> rule.name().equals("fixed thresholds, last"))
                .containsExactly(new AgentStatus.UsualRule("fixed thresholds, last", 8, 1, 3));
        assertThat(onlookers.usualRules()).filteredOn(rule -> rule.name().equals("fixed thresholds, cumulative"))
                .allMatch(rule -> rule.fired() == 0);
        assertThat(onlookers.holdback()).allMatch(watch -> !watch.wouldAlarm());
    }

    @Test
    void lasting_harm_makes_the_detector_alarm() {
        for (int i = 1; i <= 30; i++) {
            look(i, 6);
        }
        assertThat(onlookers.holdback()).singleElement().matches(AgentStatus.Holdback::wouldAlarm);
    }
}
