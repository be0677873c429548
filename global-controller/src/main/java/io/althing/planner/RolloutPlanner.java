package io.althing.planner;

import io.althing.registry.ActiveRollout;
import io.althing.registry.Actor;
import io.althing.registry.Applied;
import io.althing.registry.Clock;
import io.althing.registry.Command;
import io.althing.registry.Forward;
import io.althing.registry.NodeId;
import io.althing.registry.Outcome;
import io.althing.registry.Policies;
import io.althing.registry.Proposal;
import io.althing.registry.Region;
import io.althing.registry.RegionRollout;
import io.althing.registry.Registry;
import io.althing.registry.RegistryState;
import io.althing.registry.Rollout;
import io.althing.registry.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what is next. It never decides what is allowed: each command it plans was put to the state machine's own rules first, so
 * planner and state machine cannot disagree, and a stale plan is simply refused.
 */
public final class RolloutPlanner {
    /** Tables on which no plan depends: after a change in these alone nothing need be planned. */
    public static final Set<Table<?>> UNMOVED_BY = Set.of(Table.TAGS);

    private final Registry rules = new Registry((key, statement, signature) -> false);
    private final PolicyConsensus policies;
    private final Actor self;
    private final NodeId node;

    /**
     * @param node the node on whose behalf the controller acts
     * @param settings how long things may take
     */
    public RolloutPlanner(NodeId node, PlannerSettings settings) {
        this.node = node;
        this.self = new Actor("controller@" + node, Actor.Kind.CONTROLLER, Optional.empty(),
                List.of(Actor.Role.CONTROLLER), "in-process", Optional.empty());
        this.policies = new PolicyConsensus(settings.candidateDeadlineMillis());
    }

    /** The actor the controller's commands are proposed as. */
    public Actor actor() {
        return self;
    }

    /**
     * The plan for this state.
     *
     * @param now the wall clock, for the stamp that a rule might look at; deadlines go by agreed time in the state
     */
    public Plan plan(RegistryState state, Instant now) {
        if (state.get(Table.GENESIS, Table.ONLY).isEmpty()) {
            return new Plan(List.of(), List.of(), false);
        }
        var draft = new Draft(state, new Applied(0, now, now));
        policies.due(state).ifPresent(draft::offer);
        boolean candidate = state.get(Table.POLICY_STATE, Table.ONLY).filter(p -> p.candidate() != 0).isPresent();
        boolean ballots = !state.range(Table.OPEN_BALLOTS, "", Optional.empty(), 1).isEmpty();
        draft.clock |= candidate || ballots;
        for (ActiveRollout active : state.all(Table.ACTIVE_ROLLOUTS, "")) {
            state.get(Table.ROLLOUTS, active.rollout().value()).ifPresent(draft::rollout);
        }
        return new Plan(draft.due, draft.reasons, draft.clock);
    }

    /** A plan in the making. */
    private final class Draft {
        private final RegistryState state;
        private final Applied at;
        private final List<Plan.Due> due = new ArrayList<>();
        private final List<Plan.Reason> reasons = new ArrayList<>();
        private boolean clock;

        Draft(RegistryState state, Applied at) {
            this.state = state;
            this.at = at;
        }

        void offer(Plan.Due wanted) {
            var proposal = new Proposal(wanted.requestId(), self, node, Optional.empty(), wanted.command());
            switch (rules.decide(state, proposal, at)) {
                case Outcome.Accepted accepted -> due.add(wanted);
                case Outcome.Rejected rejected -> reasons.add(new Plan.Reason(
                        wanted.command().getClass().getSimpleName(), "refused", rejected.rejection().detail()));
            }
        }

        void rollout(Rollout rollout) {
            long agreed = state.get(Table.CLOCK, Table.ONLY).map(Clock::agreedMillis).orElse(0L);
            for (Region region : WaveSchedule.order(rollout, Policies.global(state, rollout.epoch()))) {
                Optional<Forward.Wait> wait = Forward.next(state, rollout.id(), region, agreed);
                if (wait.isPresent()) {
                    String rule = wait.get().rule();
                    clock |= rule.equals("pause") || rule.equals("bake");
                    reasons.add(new Plan.Reason(Table.key(rollout.id(), region), rule, wait.get().detail()));
                } else {
                    advance(rollout, region);
                }
            }
        }

        private void advance(Rollout rollout, Region region) {
            long revision = state.get(Table.REGION_ROLLOUTS, Table.key(rollout.id(), region))
                    .map(RegionRollout::revision).orElse(0L);
            Forward.nextStep(state, rollout.id(), region)
                    .ifPresent(step -> offer(
                            new Plan.Due("advance/" + rollout.id() + "/" + region + "/" + revision + "/" + step,
                                    new Command.AdvanceRegion(rollout.id(), region, step))));
        }
    }
}
