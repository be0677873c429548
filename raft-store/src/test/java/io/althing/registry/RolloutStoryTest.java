package io.althing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RolloutStoryTest {
    private final Town town = Town.serving();

    @Test
    void the_first_version_goes_everywhere_unjudged() {
        Town.REGIONS.forEach(r -> assertThat(town.target(r).stable()).contains(Town.V1));
        assertThat(town.state().all(Table.ACTIVE_ROLLOUTS, "")).isEmpty();
    }

    @Test
    void a_canary_goes_step_by_step_and_wave_by_wave() {
        RolloutId id = town.rollout(Town.V2);
        assertThat(waits(id, Town.EU)).isEqualTo("wave");
        town.advance(id, Town.AP);
        town.advance(id, Town.US);
        assertThat(town.target(Town.AP).canary()).map(ServingTarget.CanaryShare::weightBasisPoints).contains(1_000);
        assertThat(waits(id, Town.AP)).isEqualTo("pause");
        town.passes(2_000);
        assertThat(waits(id, Town.AP)).isEqualTo("evidence");
        town.passed(id, Town.AP, false);
        town.advance(id, Town.AP);
        town.passes(2_000);
        town.passed(id, Town.AP, false);
        assertThat(waits(id, Town.AP)).isEqualTo("promote-evidence");
        town.passed(id, Town.AP, true);
        town.advance(id, Town.AP);
        assertThat(town.target(Town.AP).stable()).contains(Town.V2);
        assertThat(town.target(Town.AP).canary()).isEmpty();
        climb(id, Town.US, 1);
        assertThat(waits(id, Town.EU)).isEqualTo("bake");
        town.passes(1_000);
        town.advance(id, Town.EU);
        climb(id, Town.EU, 1);
        assertThat(town.rollout(id).state()).isEqualTo(Rollout.State.SUCCEEDED);
    }

    @Test
    void a_step_is_refused_while_anything_stands_in_its_way() {
        RolloutId id = town.rollout(Town.V2);
        assertThat(town.refused(Town.CONTROLLER, new Command.AdvanceRegion(id, Town.EU, 0)))
                .isInstanceOf(Rejection.NotNow.class);
        assertThat(town.refused(Town.CONTROLLER, new Command.AdvanceRegion(id, Town.AP, 2)))
                .isInstanceOf(Rejection.InvalidField.class);
        assertThat(town.refused(Town.OPERATOR, new Command.AdvanceRegion(id, Town.AP, 0)))
                .isInstanceOf(Rejection.NotPermitted.class);
    }

    @Test
    void a_region_that_went_back_by_itself_is_advanced_no_further_and_a_person_is_named() {
        RolloutId id = town.rollout(Town.V2);
        town.advance(id, Town.AP);
        town.passes(2_000);
        town.passed(id, Town.AP, false);
        ServingTarget target = town.target(Town.AP);
        town.does(Town.agent(Town.AP), new Command.ReportEffective(Town.DIGITS, Town.AP,
                new ServingTarget.Effective(target.index(), target.stable(), Optional.empty(), 0, Instant.EPOCH)));
        assertThat(town.target(Town.AP).confirmed()).isTrue();
        assertThat(waits(id, Town.AP)).isEqualTo("went-back");
        assertThat(Forward.next(town.state(), id, Town.AP, town.agreed()).orElseThrow().detail())
                .contains("althing rollout abort " + id);
        assertThat(town.refused(Town.CONTROLLER, new Command.AdvanceRegion(id, Town.AP, 2)))
                .isInstanceOf(Rejection.NotNow.class);
        town.does(Town.OPERATOR, new Command.AbortRollout(id, "it is alone"));
        town.confirmAll();
        assertThat(town.target(Town.AP).canary()).isEmpty();
    }

    @Test
    void whoever_asks_for_a_rollout_cannot_approve_it() {
        var both = new Actor("bob", Actor.Kind.PERSON, Optional.empty(),
                List.of(Actor.Role.OPERATOR, Actor.Role.APPROVER), "token", Optional.empty());
        var id = new RolloutId(town.ulid());
        town.does(both, new Command.RequestRollout(id, Town.DIGITS, Town.V2, List.of(), ""));
        assertThat(town.rollout(id).state()).isEqualTo(Rollout.State.AWAITING_APPROVAL);
        Outcome own = town.asks(both, Optional.of(town.rollout(id).revision()),
                new Command.ApproveRollout(id, "approve", ""));
        assertThat(own).isInstanceOf(Outcome.Rejected.class);
        assertThat(waits(id, Town.AP)).isEqualTo("not-running");
    }

    @Test
    void only_ready_versions_of_the_same_shape_are_rolled_out() {
        var v4 = new VersionId("v4");
        town.does(Town.OPERATOR, Town.version(v4));
        assertThat(rule(town.refused(Town.OPERATOR, request(v4)))).isEqualTo("not-ready");
        var v5 = new VersionId("v5");
        Command.RegisterVersion narrow = Town.version(v5);
        town.does(Town.OPERATOR, new Command.RegisterVersion(Town.DIGITS, v5, "", narrow.artifacts(),
                new IoSchema(List.of(new IoSchema.Tensor("input", "FP32", List.of(-1L, 32L))),
                        narrow.ioSchema().outputs()),
                Lineage.unknown(), narrow.metrics()));
        town.does(Town.node(Town.AP), new Command.ConfirmArtifacts(Town.DIGITS, v5, Town.AP));
        town.does(Town.node(Town.US), new Command.ConfirmArtifacts(Town.DIGITS, v5, Town.US));
        assertThat(town.refused(Town.OPERATOR, request(v5))).isInstanceOfSatisfying(Rejection.InvalidField.class,
                r -> assertThat(r.field()).isEqualTo("ioSchema"));
    }

    @Test
    void an_abort_returns_every_region_to_stable() {
        RolloutId id = town.rollout(Town.V2);
        town.advance(id, Town.AP);
        town.does(Town.OPERATOR, new Command.AbortRollout(id, "changed our mind"));
        assertThat(town.rollout(id).state()).isEqualTo(Rollout.State.ABORTED);
        assertThat(town.target(Town.AP).canary()).isEmpty();
        assertThat(town.target(Town.AP).stable()).contains(Town.V1);
        town.rollout(Town.V3);
    }

    @Test
    void the_red_button_withdraws_a_canary_and_quarantines_it() {
        RolloutId id = town.rollout(Town.V2);
        town.advance(id, Town.AP);
        town.does(Town.OPERATOR,
                new Command.RollbackModel(Town.DIGITS, Optional.empty(), List.of(), "it smells"));
        assertThat(town.target(Town.AP).canary()).isEmpty();
        assertThat(town.stored(Town.V2).quarantine()).isPresent();
        assertThat(town.rollout(id).state()).isEqualTo(Rollout.State.ROLLING_BACK);
        town.confirmAll();
        assertThat(town.rollout(id).state()).isEqualTo(Rollout.State.ROLLED_BACK);
        assertThat(rule(town.refused(Town.OPERATOR, request(Town.V2)))).isEqualTo("quarantined");
    }

    @Test
    void the_red_button_in_one_region_withdraws_the_canary_in_the_others_too() {
        RolloutId id = town.rollout(Town.V2);
        town.advance(id, Town.AP);
        town.advance(id, Town.US);
        town.does(Town.OPERATOR,
                new Command.RollbackModel(Town.DIGITS, Optional.empty(), List.of(Town.AP), "it smells"));
        assertThat(town.target(Town.US).canary()).isEmpty();
        assertThat(town.part(id, Town.EU).phase()).isEqualTo(RegionRollout.Phase.ROLLED_BACK);
        town.confirmAll();
        assertThat(town.rollout(id).state()).isEqualTo(Rollout.State.ROLLED_BACK);
    }

    @Test
    void the_red_button_after_success_returns_to_what_was_served_before() {
        RolloutId id = town.rollout(Town.V2);
        for (Region region : List.of(Town.AP, Town.US)) {
            town.advance(id, region);
            climb(id, region, 1);
        }
        town.passes(1_000);
        town.advance(id, Town.EU);
        climb(id, Town.EU, 1);
        town.confirmAll();
        town.does(Town.OPERATOR, new Command.RollbackModel(Town.DIGITS, Optional.empty(), List.of(), "late harm"));
        Town.REGIONS.forEach(r -> assertThat(town.target(r).stable()).contains(Town.V1));
    }

    private void climb(RolloutId id, Region region, int stepsLeft) {
        for (int i = 0; i < stepsLeft + 1; i++) {
            town.passes(2_000);
            town.passed(id, region, true);
            town.advance(id, region);
        }
    }

    private static Command.RequestRollout request(VersionId version) {
        return new Command.RequestRollout(new RolloutId("01JZZZZZZZZZZZZZZZZZZZZZZZ"), Town.DIGITS, version, List.of(),
                "");
    }

    private static String rule(Rejection rejection) {
        return rejection instanceof Rejection.NotNow now ? now.rule() : rejection.toString();
    }

    private String waits(RolloutId id, Region region) {
        return Forward.next(town.state(), id, region, town.agreed()).map(Forward.Wait::rule).orElse("nothing");
    }
}
