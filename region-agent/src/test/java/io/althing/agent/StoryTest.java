package io.althing.agent;

import static io.althing.agent.World.AP;
import static io.althing.agent.World.DIGITS;
import static io.althing.agent.World.EU;
import static io.althing.agent.World.REGIONS;
import static io.althing.agent.World.US;
import static io.althing.agent.World.V1;
import static io.althing.agent.World.V2;
import static io.althing.agent.World.V3;
import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.Ballot;
import io.althing.registry.PolicyEpoch;
import io.althing.registry.Region;
import io.althing.registry.RegionRollout;
import io.althing.registry.Rollout;
import io.althing.registry.RolloutId;
import io.althing.registry.Table;
import io.althing.registry.Vote;
import io.althing.serving.InForce;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three agents, the real registry, a clock moved by hand. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoryTest {
    private final World world;

    StoryTest(@TempDir Path directory) {
        world = new World(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private List<Vote> votes() {
        return world.read(s -> s.all(Table.VOTES, ""));
    }

    private List<Ballot> ballots() {
        return world.read(s -> s.all(Table.BALLOTS, ""));
    }

    private int widest(Region region) {
        return world.station(region).router.history().stream().mapToInt(InForce::canaryWeight).max().orElse(0);
    }

    /** Until v3 runs as a canary in a region. */
    private RolloutId canaryOfV3() {
        world.serving();
        RolloutId id = world.rollout(V3);
        world.until("a canary runs in ap-south", () -> world.weight(AP) == 1_000);
        return id;
    }

    @Test
    void eu_west_rejects_going_to_all_at_once_and_accepts_the_amended_file() {
        world.writePolicy(AP, "ap-south-rejected");
        world.proposeGlobal();
        world.until("a rejection", () -> world.read(s -> s.all(Table.EPOCHS, "")).stream()
                .anyMatch(e -> e.state() == PolicyEpoch.State.REJECTED));
        PolicyEpoch rejected = world.read(s -> s.all(Table.EPOCHS, "")).get(0);

        assertThat(rejected.votes()).filteredOn(v -> !v.accept()).singleElement().satisfies(vote -> {
            assertThat(vote.region()).isEqualTo(EU);
            assertThat(vote.objections())
                    .contains(new PolicyEpoch.Objection(AP, "spec.strategy", "allAtOnce",
                            "accepts.others.forbidStrategies: [allAtOnce]"));
        });
        assertThat(world.inForce()).isZero();

        world.writePolicy(AP, "ap-south");
        world.until("epoch 1", () -> world.inForce() == 1);
    }

    @Test
    void a_better_version_goes_wave_by_wave_to_all_traffic_everywhere() {
        world.serving();
        RolloutId id = world.rollout(V2);
        world.until("ap-south at 25 %", () -> world.weight(AP) == 2_500);

        assertThat(world.weight(EU)).as("eu-west waits for the first wave").isZero();
        world.until("v2 is live", () -> REGIONS.stream().allMatch(r -> world.serves(r, V2)));
        assertThat(world.state(id)).isEqualTo(Rollout.State.SUCCEEDED);
        for (var region : REGIONS) {
            assertThat(world.station(region).journal.entries()).isEmpty();
        }
        assertThat(ballots()).isEmpty();
        world.passes(1_000);
        assertThat(world.station(AP).status().analyses()).as("nothing is judged any more").isEmpty();
    }

    @Test
    void a_bad_version_is_taken_back_by_its_region_at_once_and_by_vote_everywhere() {
        RolloutId id = canaryOfV3();
        world.until("someone convicts", () -> !world.station(AP).journal.entries().isEmpty()
                || !world.station(US).journal.entries().isEmpty());
        world.passes(1_000);

        assertThat(REGIONS).allSatisfy(r -> assertThat(world.serves(r, V1)).isTrue());
        assertThat(widest(AP)).as("ap-south was at 25 %").isEqualTo(2_500);
        assertThat(widest(US)).as("us-east was at 5 %").isEqualTo(500);
        assertThat(widest(EU)).as("eu-west was waiting").isZero();
        Ballot ballot = ballots().get(0);
        assertThat(ballot.result()).isEqualTo(Ballot.Result.ROLLBACK);
        assertThat(votes()).filteredOn(v -> v.choice() == Vote.Choice.ROLLBACK).hasSizeGreaterThanOrEqualTo(2);
        assertThat(ballot.tally().orElseThrow().rule()).startsWith("majority");
        assertThat(world.state(id)).isIn(Rollout.State.ROLLED_BACK, Rollout.State.ROLLING_BACK);
        world.until("recovery", () -> world.state(id) == Rollout.State.RECOVERED);
        assertThat(world.read(s -> s.all(Table.VERSIONS, "")).stream().filter(v -> v.version().equals(V3)))
                .allSatisfy(v -> assertThat(v.quarantine()).isPresent());
        assertThat(world.station(AP).status().journal().waiting()).isZero();
    }

    @Test
    void a_region_that_never_ran_the_version_votes_by_the_openers_counts_under_its_own_policy() {
        canaryOfV3();
        world.until("a ballot", () -> !ballots().isEmpty());
        world.passes(500);

        assertThat(votes()).filteredOn(v -> v.region().equals(EU)).singleElement().satisfies(vote -> {
            assertThat(vote.choice()).isEqualTo(Vote.Choice.ROLLBACK);
            assertThat(vote.basis()).startsWith("no looks here; the ").contains("under this region's policy");
            assertThat(vote.evidence().metrics()).isEmpty();
        });
    }

    @Test
    void a_cut_off_region_takes_its_canary_back_alone_and_tells_it_once_when_it_returns() {
        RolloutId id = canaryOfV3();
        world.station(AP).link.now(FakeLink.Trouble.CUT);
        world.until("ap-south went back", () -> world.serves(AP, V1));

        assertThat(world.station(AP).status().link().up()).isFalse();
        assertThat(world.station(AP).status().journal().waiting()).isEqualTo(1);
        world.passes(2_000);
        assertThat(world.serves(AP, V1)).as("still, while the registry's target says 10 %").isTrue();

        world.station(AP).link.now(FakeLink.Trouble.NONE);
        world.until("told", () -> world.station(AP).status().journal().waiting() == 0);
        world.passes(3_000);
        assertThat(world.station(AP).link.told()).filteredOn(t -> t.startsWith("conviction"))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(world.part(id, AP).phase()).isEqualTo(RegionRollout.Phase.ROLLED_BACK);
        assertThat(world.station(AP).router.history().stream().skip(3)).extracting(f -> f.canaryWeight())
                .as("never forward again").allMatch(w -> w == 0);
    }

    @Test
    void a_region_cut_off_with_a_harmless_canary_goes_back_after_the_time_its_policy_allows() {
        world.serving();
        RolloutId id = world.rollout(V2);
        world.until("ap-south at 10 %", () -> world.weight(AP) == 1_000);
        world.station(AP).link.now(FakeLink.Trouble.CUT);
        world.passes(4_000);
        assertThat(world.weight(AP)).as("within the five seconds of its policy").isEqualTo(1_000);
        world.passes(2_000);
        assertThat(world.weight(AP)).isZero();

        world.station(AP).link.now(FakeLink.Trouble.NONE);
        world.passes(3_000);
        assertThat(world.weight(AP)).as("held on the safer version").isZero();
        assertThat(world.state(id)).isEqualTo(Rollout.State.RUNNING);
        world.abort(id);
        world.until("the act is known", () -> world.station(AP).status().journal().waiting() == 0);
    }

    @Test
    void a_restart_never_undoes_a_local_rollback_and_the_letter_is_still_sent_once() {
        canaryOfV3();
        world.station(AP).link.now(FakeLink.Trouble.CUT);
        world.until("ap-south went back", () -> world.serves(AP, V1));
        world.station(AP).restart();
        world.passes(1_000);
        assertThat(world.serves(AP, V1)).isTrue();

        world.station(AP).link.now(FakeLink.Trouble.NONE);
        world.passes(200);
        assertThat(world.weight(AP)).isZero();
        world.until("told", () -> world.station(AP).status().journal().waiting() == 0);
        world.passes(2_000);
        assertThat(world.station(AP).router.history().stream().skip(3)).allMatch(f -> f.canaryWeight() == 0);
        assertThat(world.station(AP).link.told()).filteredOn(t -> t.startsWith("conviction"))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void a_restart_in_the_middle_of_a_step_goes_on_with_the_evidence_it_had() {
        world.serving();
        world.rollout(V2);
        world.until("some looks", () -> !world.station(AP).status().analyses().isEmpty()
                && world.station(AP).status().analyses().get(0).judged().evidence().look() >= 3);
        world.station(AP).restart();
        world.passes(700);

        assertThat(world.station(AP).status().analyses().get(0).judged().evidence().look()).isGreaterThanOrEqualTo(4);
        world.until("v2 is live", () -> REGIONS.stream().allMatch(r -> world.serves(r, V2)));
    }

    @Test
    void two_agents_of_one_region_do_no_harm_to_each_other() {
        world.second(AP);
        RolloutId id = canaryOfV3();
        world.until("v3 is taken back", () -> world.state(id) == Rollout.State.RECOVERED);

        assertThat(ballots()).hasSize(1);
        assertThat(REGIONS).allSatisfy(r -> assertThat(world.serves(r, V1)).isTrue());
    }

    @Test
    void answers_that_are_lost_or_late_change_nothing_in_the_end() {
        world.station(AP).link.now(FakeLink.Trouble.ANSWERS_LOST);
        world.station(US).link.now(FakeLink.Trouble.ANSWERS_LATE);
        world.proposeGlobal();
        world.passes(5_000);
        world.station(US).link.now(FakeLink.Trouble.NONE);
        world.passes(1_000);
        world.station(AP).link.now(FakeLink.Trouble.NONE);
        world.until("epoch 1", () -> world.inForce() == 1);
        world.rollout(V1);
        world.station(AP).link.now(FakeLink.Trouble.ANSWERS_LOST);
        world.until("v1 is live", () -> REGIONS.stream().allMatch(r -> world.serves(r, V1)));
        world.station(AP).link.now(FakeLink.Trouble.NONE);
        RolloutId id = world.rollout(V3);
        world.until("a canary", () -> world.weight(AP) == 1_000);
        world.station(AP).link.now(FakeLink.Trouble.ANSWERS_LOST);
        world.until("v3 is taken back", () -> world.serves(AP, V1) && !ballots().isEmpty());
        world.station(AP).link.now(FakeLink.Trouble.NONE);
        world.until("recovered", () -> world.state(id) == Rollout.State.RECOVERED);

        assertThat(ballots()).hasSize(1);
        assertThat(world.station(AP).status().journal().waiting()).isZero();
    }

    @Test
    void a_router_that_fails_while_going_back_is_tried_again_until_it_obeys() {
        canaryOfV3();
        world.station(AP).router.breaks(true);
        world.until("the verdict is written down", () -> !world.station(AP).journal.entries().isEmpty());
        assertThat(world.weight(AP)).isEqualTo(1_000);
        world.station(AP).router.breaks(false);
        world.passes(100);

        assertThat(world.weight(AP)).isZero();
        assertThat(world.station(AP).router.inForce(DIGITS).stable()).contains(V1);
    }
}
