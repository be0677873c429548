package io.althing.registry;

import java.util.List;
import java.util.Optional;

/**
 * Everything a region's agent acts upon, read at one moment.
 *
 * @param index log index of the moment
 * @param targets what the region is meant to serve, one per model
 * @param rollouts the region's part of each model's latest rollout
 * @param ballots open ballots in whose electorate the region is
 * @param candidate the set of policy files being voted on, if there is one
 * @param files the region policy files as last proposed, by region
 */
public record RegionView(Region region, String clusterId, long index, long agreedMillis, long epoch,
        List<ServingTarget> targets, List<Part> rollouts, List<BallotView> ballots, Optional<PolicyEpoch> candidate,
        List<RegionPolicyFile> files, GlobalPolicy global) {
    /** Copies the lists. */
    public RegionView {
        targets = List.copyOf(targets);
        rollouts = List.copyOf(rollouts);
        ballots = List.copyOf(ballots);
        files = List.copyOf(files);
    }

    /** A rollout as it concerns the region, with the policy it is pinned to. */
    public record Part(Rollout rollout, RegionRollout part, RegionPolicy policy) {}

    /** A ballot and the papers so far. */
    public record BallotView(Ballot ballot, List<Vote> votes) {
        /** Copies the list. */
        public BallotView {
            votes = List.copyOf(votes);
        }
    }

    /** Reads the view out of the state. */
    public static RegionView of(RegistryState state, Region region, long index) {
        PolicyState policies = state.get(Table.POLICY_STATE, Table.ONLY).orElseGet(PolicyState::initial);
        List<ServingTarget> targets = state.all(Table.MODELS, "").stream()
                .flatMap(m -> state.get(Table.TARGETS, Table.key(m.name(), region)).stream()).toList();
        return new RegionView(region, state.get(Table.GENESIS, Table.ONLY).map(Genesis::clusterId).orElse(""), index,
                state.get(Table.CLOCK, Table.ONLY).orElseGet(Clock::start).agreedMillis(), policies.inForce(), targets,
                parts(state, region), ballots(state, region),
                state.get(Table.EPOCHS, Table.ordinal(policies.candidate()))
                        .filter(e -> e.state() == PolicyEpoch.State.CANDIDATE),
                state.all(Table.REGION_POLICIES, ""), Policies.global(state, policies.inForce()));
    }

    private static List<Part> parts(RegistryState state, Region region) {
        return state.all(Table.MODELS, "").stream()
                .flatMap(m -> state.get(Table.LATEST_ROLLOUTS, m.name().value()).stream())
                .flatMap(latest -> RolloutSteps.place(state, latest.rollout(), region).stream())
                .map(place -> new Part(place.rollout(), place.part(), place.policy())).toList();
    }

    private static List<BallotView> ballots(RegistryState state, Region region) {
        return state.all(Table.OPEN_BALLOTS, "").stream()
                .flatMap(ref -> state.get(Table.BALLOTS, ref.ballot().value()).stream())
                .filter(b -> b.electorate().contains(region))
                .map(b -> new BallotView(b, state.all(Table.VOTES, b.id() + "/"))).toList();
    }
}
