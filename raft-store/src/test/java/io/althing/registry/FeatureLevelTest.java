package io.althing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FeatureLevelTest {
    private static final Command TAG = new Command.SetTag(Town.DIGITS, "team", "vision");

    @Test
    void a_cluster_whose_level_never_rose_is_at_the_first() {
        Town town = Town.formed();
        assertThat(FeatureLevel.agreed(town.state())).isEqualTo(FeatureLevel.FIRST);
        assertThat(town.state().get(Table.FEATURE_LEVEL, Table.ONLY)).isEmpty();
    }

    @Test
    void a_node_raises_it_by_one_and_one_event_says_so() {
        Town town = Town.formed();
        assertThat(town.does(Town.node(Town.AP), new Command.RaiseFeatureLevel(2)))
                .containsExactly(new Event.FeatureLevelRaised(2));
        assertThat(FeatureLevel.agreed(town.state())).isEqualTo(2);
        town.does(Town.node(Town.EU), new Command.RaiseFeatureLevel(3));
        assertThat(FeatureLevel.agreed(town.state())).isEqualTo(3);
    }

    @Test
    void it_skips_no_level_and_never_falls() {
        Town town = Town.formed();
        assertThat(town.refused(Town.node(Town.AP), new Command.RaiseFeatureLevel(3)).detail())
                .contains("at feature level 1").contains("not to 3");
        town.does(Town.node(Town.AP), new Command.RaiseFeatureLevel(2));
        for (int to : new int[]{2, 1, 0, -1}) {
            assertThat(town.refused(Town.node(Town.AP), new Command.RaiseFeatureLevel(to)))
                    .isInstanceOf(Rejection.NotNow.class);
        }
        assertThat(FeatureLevel.agreed(town.state())).isEqualTo(2);
    }

    @Test
    void nobody_but_a_node_raises_it() {
        Town town = Town.formed();
        for (Actor actor : new Actor[]{Town.ADMIN, Town.OPERATOR, Town.CONTROLLER, Town.agent(Town.AP)}) {
            assertThat(town.refused(actor, new Command.RaiseFeatureLevel(2)))
                    .isInstanceOf(Rejection.NotPermitted.class);
        }
    }

    @Test
    void a_command_of_a_level_the_cluster_has_not_reached_is_too_early() {
        assertThat(FeatureLevel.refusal(TAG, FeatureLevel.of(TAG))).isEmpty();
        assertThat(FeatureLevel.refusal(TAG, FeatureLevel.of(TAG) - 1)).get().extracting(Rejection::detail)
                .isEqualTo("SetTag needs feature level 1; the cluster is at 0");
    }
}
