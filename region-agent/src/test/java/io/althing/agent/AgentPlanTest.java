package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.Command;
import io.althing.registry.GlobalPolicy;
import io.althing.registry.ModelName;
import io.althing.registry.Policies;
import io.althing.registry.Region;
import io.althing.registry.RegionEvidence;
import io.althing.registry.RegionPolicy;
import io.althing.registry.RegionRollout;
import io.althing.registry.RegionView;
import io.althing.registry.Rollout;
import io.althing.registry.RolloutId;
import io.althing.registry.ServingTarget;
import io.althing.registry.VersionId;
import io.althing.registry.evidence.LogWealth;
import io.althing.policy.PolicyFile;
import io.althing.serving.CanaryShare;
import io.althing.serving.InForce;
import io.althing.serving.RouteTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The plan as a table: a situation, and what follows from it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AgentPlanTest {
    private static final Region AP = new Region("ap-south");
    private static final ModelName DIGITS = new ModelName("digits");
    private static final VersionId V1 = new VersionId("v1");
    private static final VersionId V2 = new VersionId("v2");
    private static final RolloutId ROLLOUT = new RolloutId("01JAAAAAAAAAAAAAAAAAAAAAAA");
    private static final long NOW = Duration.ofHours(1).toNanos();
    private static final RegionPolicy POLICY = ((PolicyFile.Result.ForRegion) PolicyFile
            .read(Path.of("src", "test", "resources", "policies", "ap-south.yaml"))).policy();

    private VersionId targetStable = V1;
    private int targetWeight = 1_000;
    private long targetIndex = 20;
    private InForce inForce = inForce(10, 0);
    private final Set<LocalState.Hosted> hosted = new HashSet<>(
            Set.of(new LocalState.Hosted(DIGITS, V1), new LocalState.Hosted(DIGITS, V2)));
    private final Map<RolloutId, Judged> judged = new HashMap<>();
    private Outbox outbox = Outbox.empty();
    private Duration heard = Duration.ofSeconds(1);
    private boolean linearizable = true;
    private RegionRollout.Phase phase = RegionRollout.Phase.CANARY;
    private Set<String> settled = Set.of();

    private static InForce inForce(long index, int weight) {
        return new InForce(DIGITS, index, Optional.of(V1), weight == 0 ? Optional.empty() : Optional.of(share(weight)),
                Optional.empty());
    }

    private static CanaryShare share(int weight) {
        return new CanaryShare(ROLLOUT, V2, weight, "salt");
    }

    private List<AgentAction> plan() {
        var canary = new ServingTarget.CanaryShare(ROLLOUT, V2, targetWeight, "salt");
        var target = new ServingTarget(DIGITS, AP, Optional.of(targetStable),
                targetWeight == 0 ? Optional.empty() : Optional.of(canary), targetIndex, Optional.empty());
        var rollout = new Rollout(ROLLOUT, DIGITS, V2, Rollout.Kind.CANARY, 1, List.of(AP), "salt",
                Rollout.State.RUNNING, "olga", "", List.of(), Optional.empty(), "", Instant.EPOCH, 15);
        var part = new RegionRollout(ROLLOUT, AP, phase, Optional.of(V1), 0, targetWeight, 0, -1, -1, false, 0,
                RegionRollout.Recovery.NONE, "", 16);
        GlobalPolicy global = Policies.builtInGlobal(List.of(AP));
        var view = new RegionView(AP, "town", targetIndex, 0, 1, List.of(target),
                List.of(new RegionView.Part(rollout, part, POLICY)), List.of(), Optional.empty(), List.of(), global);
        var local = new LocalState(AP, Optional.empty(), new LocalState.Contact(NOW - heard.toNanos(), linearizable),
                Map.of(DIGITS, new LocalState.Placed(inForce, Instant.EPOCH)), hosted, judged, outbox, Map.of(),
                Map.of(), new LocalState.Asked(Set.of(), settled));
        return AgentPlan.plan(view, local, new AgentTime(NOW, Instant.EPOCH)).actions();
    }

    private void judges(Judged.Finding finding, long secondsInStep, long canary) {
        var metric = new RegionEvidence.Metric("accuracy", io.althing.registry.MetricRule.Kind.RATE, "x",
                java.math.BigDecimal.ONE, java.util.Collections.nCopies(7, LogWealth.ONE),
                new RegionEvidence.ArmCounts(canary, 0), new RegionEvidence.ArmCounts(9 * canary, 0));
        judged.put(ROLLOUT, new Judged(DIGITS, ROLLOUT, 0, targetWeight, NOW - secondsInStep * 1_000_000_000L,
                new RegionEvidence(4, LogWealth.of(5), LogWealth.ONE, List.of(metric)), finding, "because", canary,
                9 * canary));
    }

    private void wentBack(JournalAct.Cause cause, boolean waiting) {
        var letter = new Outbox.Letter(1,
                new JournalAct.WentBack(DIGITS, ROLLOUT, V2, cause, "harm", Optional.empty()));
        outbox = new Outbox(List.of(letter), waiting ? List.of(letter) : List.of());
    }

    private RouteTarget route(long index, int weight) {
        return new RouteTarget(DIGITS, index, Optional.of(V1),
                weight == 0 ? Optional.empty() : Optional.of(share(weight)));
    }

    @Test
    void a_fresh_target_is_taken() {
        assertThat(plan()).containsExactly(new AgentAction.ApplyTarget(route(20, 1_000)));
    }

    @Test
    void a_target_forward_is_not_taken_from_a_view_older_than_five_seconds() {
        heard = Duration.ofMillis(5_001);
        assertThat(plan()).isEmpty();
    }

    @Test
    void a_target_forward_is_not_taken_from_a_local_view() {
        linearizable = false;
        assertThat(plan()).isEmpty();
    }

    @Test
    void a_lower_weight_is_taken_from_any_view() {
        inForce = inForce(10, 2_500);
        linearizable = false;
        heard = Duration.ofSeconds(4);
        assertThat(plan()).contains(new AgentAction.ApplyTarget(route(20, 1_000)));
        targetWeight = 0;
        assertThat(plan()).contains(new AgentAction.ApplyTarget(route(20, 0)));
    }

    @Test
    void after_a_restart_while_cut_off_stable_is_served_and_no_canary() {
        inForce = new InForce(DIGITS, 20, Optional.empty(), Optional.empty(), Optional.empty());
        linearizable = false;
        assertThat(plan()).containsExactly(new AgentAction.ApplyTarget(route(20, 0)));
    }

    @Test
    void a_version_is_made_ready_before_it_gets_traffic() {
        hosted.remove(new LocalState.Hosted(DIGITS, V2));
        assertThat(plan()).containsExactly(new AgentAction.Install(DIGITS, V2));
    }

    @Test
    void a_canary_the_region_took_back_is_not_taken_again_whatever_the_target_says() {
        wentBack(JournalAct.Cause.CONVICTION, false);
        assertThat(plan()).containsExactly(new AgentAction.ApplyTarget(route(20, 0)));
        inForce = inForce(20, 0);
        assertThat(plan()).as("and weight 0 is reported, not the target's 10 %").singleElement()
                .isInstanceOfSatisfying(AgentAction.Tell.class, tell -> assertThat(tell.command())
                        .isEqualTo(new Command.ReportEffective(DIGITS, AP, new ServingTarget.Effective(20,
                                Optional.of(V1), Optional.empty(), 0, Instant.EPOCH))));
        settled = Set.of("effective/ap-south/digits/20/0");
        assertThat(plan()).isEmpty();
    }

    @Test
    void a_canary_taken_back_while_the_router_was_away_is_withdrawn_when_it_answers_even_if_the_others_promoted_it() {
        wentBack(JournalAct.Cause.PARTITION, true);
        inForce = inForce(10, 5_000);
        targetStable = V2;
        targetWeight = 0;
        linearizable = false;
        assertThat(plan()).containsExactly(new AgentAction.ApplyTarget(route(10, 0)));
    }

    @Test
    void what_is_in_force_is_reported_once() {
        inForce = inForce(20, 1_000);
        judges(Judged.Finding.CONTINUE, 0, 0);
        assertThat(plan()).singleElement().isInstanceOfSatisfying(AgentAction.Tell.class, tell -> {
            assertThat(tell.requestId()).isEqualTo("effective/ap-south/digits/20/0");
            assertThat(tell.command()).isInstanceOf(Command.ReportEffective.class);
        });
        settled = Set.of("effective/ap-south/digits/20/0");
        assertThat(plan()).isEmpty();
    }

    private List<AgentAction> planInForce() {
        inForce = inForce(20, 1_000);
        settled = Set.of("effective/ap-south/digits/20/0");
        return plan();
    }

    @Test
    void a_canary_in_force_is_judged() {
        assertThat(planInForce()).containsExactly(
                new AgentAction.StartAnalysis(DIGITS, ROLLOUT, POLICY, 0, 1_000, 0));
    }

    @Test
    void a_step_is_passed_when_its_pause_is_over_and_both_arms_were_seen_enough() {
        judges(Judged.Finding.CONTINUE, 1, 100);
        assertThat(planInForce()).as("the pause is two seconds").isEmpty();
        judges(Judged.Finding.CONTINUE, 2, 99);
        assertThat(planInForce()).as("a hundred are needed").isEmpty();
        judges(Judged.Finding.INVALID, 2, 100);
        assertThat(planInForce()).as("the comparison is broken").isEmpty();
        judges(Judged.Finding.CONTINUE, 2, 100);
        assertThat(planInForce()).singleElement().isInstanceOfSatisfying(AgentAction.Tell.class, tell -> {
            assertThat(tell.requestId()).isEqualTo("passed/" + ROLLOUT + "/ap-south/0/4/16");
            assertThat(((Command.ReportStepPassed) tell.command()).promotable()).isFalse();
        });
        judges(Judged.Finding.PROMOTE, 2, 100);
        assertThat(planInForce()).singleElement().isInstanceOfSatisfying(AgentAction.Tell.class,
                tell -> assertThat(((Command.ReportStepPassed) tell.command()).promotable()).isTrue());
    }

    @Test
    void a_conviction_sends_the_region_back_before_anything_else() {
        judges(Judged.Finding.ROLLBACK, 1, 100);
        targetIndex = 30;
        assertThat(planInForce().get(0)).isEqualTo(
                new AgentAction.LocalRollback(DIGITS, ROLLOUT, V2, JournalAct.Cause.CONVICTION, "because"));
    }

    @Test
    void a_conviction_needs_no_registry() {
        linearizable = false;
        heard = Duration.ofSeconds(4);
        judges(Judged.Finding.ROLLBACK, 1, 100);
        assertThat(planInForce()).containsExactly(
                new AgentAction.LocalRollback(DIGITS, ROLLOUT, V2, JournalAct.Cause.CONVICTION, "because"));
    }

    @Test
    void a_canary_nobody_watches_is_taken_back_when_the_policys_time_is_over() {
        linearizable = false;
        heard = Duration.ofMillis(4_999);
        judges(Judged.Finding.CONTINUE, 0, 0);
        assertThat(planInForce()).isEmpty();
        heard = Duration.ofSeconds(5);
        assertThat(planInForce()).singleElement().isInstanceOfSatisfying(AgentAction.LocalRollback.class,
                back -> assertThat(back.cause()).isEqualTo(JournalAct.Cause.PARTITION));
    }

    @Test
    void an_act_is_known_once_the_registry_shows_the_region_back() {
        wentBack(JournalAct.Cause.CONVICTION, true);
        inForce = inForce(20, 0);
        targetWeight = 0;
        phase = RegionRollout.Phase.ROLLED_BACK;
        settled = Set.of("effective/ap-south/digits/20/0");
        assertThat(plan()).containsExactly(
                new AgentAction.Acknowledge(1, "the registry has the region as ROLLED_BACK"));
    }
}
