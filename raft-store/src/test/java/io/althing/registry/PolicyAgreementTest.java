package io.althing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PolicyAgreementTest {
    private final Town town = Town.withModel();

    @Test
    void the_first_epoch_needs_every_region() {
        propose(Papers.regionPolicy(Town.AP));
        town.does(Town.CONTROLLER, new Command.AssembleCandidate(1, 600_000));
        town.does(Town.agent(Town.AP), Papers.accept(Town.AP, 1, 1));
        town.does(Town.agent(Town.EU), Papers.accept(Town.EU, 1, 1));
        assertThat(inForce()).isZero();
        town.does(Town.agent(Town.US), Papers.accept(Town.US, 1, 1));
        assertThat(inForce()).isEqualTo(1);
        assertThat(Policies.region(town.state(), 1, Town.AP)).isEqualTo(Papers.regionPolicy(Town.AP));
    }

    @Test
    void a_rejected_candidate_leaves_the_old_epoch_and_an_amended_file_takes_the_same_number() {
        RegionPolicy reckless = Papers.regionPolicy(Town.AP, RegionPolicy.Strategy.ALL_AT_ONCE);
        propose(reckless);
        town.does(Town.CONTROLLER, new Command.AssembleCandidate(1, 600_000));
        List<PolicyEpoch.Objection> objections = PolicyRules.objections(Papers.regionPolicy(Town.EU), reckless);
        assertThat(objections).hasSize(1);
        assertThat(objections.get(0).value()).isEqualTo("allAtOnce");
        town.does(Town.agent(Town.EU),
                new Command.VoteOnCandidate(1, 1, Town.EU, false, objections, Town.signed(Town.EU)));
        assertThat(town.last()).anySatisfy(e -> assertThat(e).isInstanceOfSatisfying(Event.CandidateRejected.class,
                r -> assertThat(r.why()).contains("eu-west rejects ap-south's spec.strategy allAtOnce")));
        assertThat(inForce()).isZero();
        assertThat(town.refused(Town.CONTROLLER, new Command.AssembleCandidate(1, 600_000)))
                .isInstanceOfSatisfying(Rejection.NotNow.class, r -> assertThat(r.rule()).isEqualTo("nothing-changed"));

        town.does(Town.agent(Town.AP), Papers.policy(Town.AP));
        town.does(Town.CONTROLLER, new Command.AssembleCandidate(1, 600_000));
        Town.REGIONS.forEach(r -> town.does(Town.agent(r), Papers.accept(r, 1, 2)));
        assertThat(inForce()).isEqualTo(1);
    }

    @Test
    void a_candidate_nobody_votes_on_falls_at_its_deadline() {
        propose(Papers.regionPolicy(Town.AP));
        town.does(Town.CONTROLLER, new Command.AssembleCandidate(1, 3_000));
        town.passes(2_500);
        assertThat(candidate()).isEqualTo(1);
        town.passes(500);
        assertThat(candidate()).isZero();
        assertThat(inForce()).isZero();
    }

    @Test
    void a_region_speaks_only_for_itself_and_only_with_its_key() {
        var forged = new Command.ProposeRegionPolicy(Papers.regionPolicy(Town.AP), Papers.policy(Town.AP).file(), 0,
                Town.signed(Town.EU));
        assertThat(town.refused(Town.agent(Town.AP), forged)).isInstanceOf(Rejection.BadSignature.class);
        assertThat(town.refused(Town.agent(Town.EU), Papers.policy(Town.AP)))
                .isInstanceOf(Rejection.NotPermitted.class);
    }

    @Test
    void an_impossible_global_file_is_refused_with_the_field_at_fault() {
        GlobalPolicy good = Papers.global().policy();
        var bad = new GlobalPolicy(List.of(List.of(Town.AP, new Region("mars"))), good.barrier(), 0, 1,
                good.policyQuorum(), good.ballot());
        Rejection why = town.refused(Town.ADMIN, new Command.ProposeGlobalPolicy(bad, Papers.global().file()));
        assertThat(why).isInstanceOfSatisfying(Rejection.InvalidField.class, r -> {
            assertThat(r.field()).isEqualTo("spec.waves");
            assertThat(r.value()).isEqualTo("mars");
            assertThat(r.detail()).contains("2 more faults");
        });
    }

    @Test
    void promotions_that_wait_for_each_other_in_a_circle_are_refused() {
        List<RegionPolicy> files = List.of(waiting(Town.AP, Town.US), waiting(Town.US, Town.AP),
                Papers.regionPolicy(Town.EU));
        assertThat(PolicyRules.faults(files, Papers.global().policy())).extracting(PolicyRules.Fault::field)
                .containsExactly("ap-south: spec.gates.requires", "us-east: spec.gates.requires");
    }

    private static RegionPolicy waiting(Region region, Region other) {
        RegionPolicy p = Papers.regionPolicy(region);
        return new RegionPolicy(region, p.owner(), p.strategy(), p.steps(), p.analysis(),
                new RegionPolicy.Gates(1, 60_000, List.of(other)), p.rollback(), p.partition(), p.accepts());
    }

    private void propose(RegionPolicy ap) {
        town.does(Town.ADMIN, Papers.global());
        town.does(Town.agent(Town.AP), Papers.policy(ap));
        town.does(Town.agent(Town.EU), Papers.policy(Town.EU));
        town.does(Town.agent(Town.US), Papers.policy(Town.US));
    }

    private long inForce() {
        return town.state().get(Table.POLICY_STATE, Table.ONLY).map(PolicyState::inForce).orElse(0L);
    }

    private long candidate() {
        return town.state().get(Table.POLICY_STATE, Table.ONLY).map(PolicyState::candidate).orElse(0L);
    }
}
