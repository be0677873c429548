package io.althing.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.althing.registry.BallotId;
import io.althing.registry.Command;
import io.althing.registry.MapState;
import io.althing.registry.NodeId;
import io.althing.registry.Papers;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicy;
import io.althing.registry.RegionRollout;
import io.althing.registry.Rollout;
import io.althing.registry.RolloutId;
import io.althing.registry.Town;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RolloutPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final RolloutPlanner planner = new RolloutPlanner(new NodeId("node-a"), PlannerSettings.defaults());

    @Test
    void an_empty_registry_needs_nothing() {
        assertThat(planner.plan(new MapState(), NOW)).isEqualTo(new Plan(List.of(), List.of(), false));
        assertThat(planner.plan(Town.formed().state(), NOW).due()).isEmpty();
    }

    @Test
    void policy_files_are_put_to_the_vote_once_every_region_has_one_and_not_again_while_nothing_changed() {
        Town town = Town.withModel();
        town.does(Town.ADMIN, Papers.global());
        town.does(Town.agent(Town.AP), Papers.policy(Papers.regionPolicy(Town.AP, RegionPolicy.Strategy.ALL_AT_ONCE)));
        town.does(Town.agent(Town.EU), Papers.policy(Town.EU));
        assertThat(plan(town).due()).isEmpty();
        town.does(Town.agent(Town.US), Papers.policy(Town.US));
        assertThat(commands(town)).containsExactly(new Command.AssembleCandidate(1, 600_000));
        carryOut(town);
        assertThat(plan(town).due()).isEmpty();
        assertThat(plan(town).clock()).as("a candidate's deadline runs").isTrue();
        town.does(Town.agent(Town.EU),
                new Command.VoteOnCandidate(1, 1, Town.EU, false, List.of(), Town.signed(Town.EU)));
        assertThat(plan(town)).isEqualTo(new Plan(List.of(), List.of(), false));
        town.does(Town.agent(Town.AP), Papers.policy(Town.AP));
        assertThat(commands(town)).containsExactly(new Command.AssembleCandidate(1, 600_000));
    }

    @Test
    void a_rollout_is_led_through_steps_and_waves_to_its_end() {
        Town town = Town.serving();
        RolloutId id = town.rollout(Town.V2);
        assertThat(commands(town)).containsExactly(new Command.AdvanceRegion(id, Town.AP, 0),
                new Command.AdvanceRegion(id, Town.US, 0));
        for (int turns = 0; turns < 40 && town.rollout(id).state() == Rollout.State.RUNNING; turns++) {
            carryOut(town);
            town.passes(1_000);
            for (Region region : Town.REGIONS) {
                RegionRollout part = town.part(id, region);
                if (part.phase() == RegionRollout.Phase.CANARY && (part.passed() < part.step() || !part.promotable())) {
                    town.passed(id, region, true);
                }
            }
        }
        assertThat(town.rollout(id).state()).isEqualTo(Rollout.State.SUCCEEDED);
        assertThat(plan(town)).isEqualTo(new Plan(List.of(), List.of(), false));
    }

    @Test
    void it_says_in_words_what_everything_waits_for() {
        Town town = Town.serving();
        RolloutId id = town.rollout(Town.V2);
        carryOut(town);
        assertThat(plan(town).reasons()).extracting(Plan.Reason::subject, Plan.Reason::rule).containsExactly(
                tuple(id + "/ap-south", "pause"), tuple(id + "/us-east", "pause"), tuple(id + "/eu-west", "wave"));
        assertThat(plan(town).clock()).isTrue();
    }

    @Test
    void an_open_ballot_stops_every_step_and_keeps_time_running() {
        Town town = Town.serving();
        RolloutId id = town.rollout(Town.V3);
        carryOut(town);
        town.does(Town.agent(Town.AP), Papers.conviction(town, new BallotId(town.ulid()), id, Town.AP));
        town.passes(2_000);
        town.passed(id, Town.US, true);
        assertThat(plan(town).due()).isEmpty();
        assertThat(plan(town).clock()).isTrue();
    }

    @Test
    void asking_twice_for_the_same_step_is_the_same_request_and_a_later_step_is_another() {
        Town town = Town.serving();
        RolloutId id = town.rollout(Town.V2);
        List<String> first = plan(town).due().stream().map(Plan.Due::requestId).toList();
        assertThat(plan(town).due()).extracting(Plan.Due::requestId).isEqualTo(first);
        carryOut(town);
        town.passes(2_000);
        town.passed(id, Town.AP, true);
        assertThat(plan(town).due()).hasSize(1).extracting(Plan.Due::requestId).doesNotContainAnyElementsOf(first);
    }

    private Plan plan(Town town) {
        return planner.plan(town.state(), NOW);
    }

    private List<Command> commands(Town town) {
        return plan(town).due().stream().map(Plan.Due::command).toList();
    }

    private void carryOut(Town town) {
        plan(town).due().forEach(due -> town.does(planner.actor(), due.command()));
    }
}
