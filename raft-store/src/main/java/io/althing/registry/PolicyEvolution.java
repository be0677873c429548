package io.althing.registry;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the events of policy agreement change. */
final class PolicyEvolution {
    private PolicyEvolution() {}

    static void proposed(Draft draft, Event.RegionPolicyProposed event, Applied at) {
        draft.put(Table.REGION_POLICIES, event.policy().region().value(),
                new RegionPolicyFile(event.policy(), event.file(), event.basedOn(), at.index()));
        draft.put(Table.PINNED_POLICIES, event.file().value(), event.policy());
    }

    static void proposed(Draft draft, Event.GlobalPolicyProposed event, Applied at) {
        draft.put(Table.GLOBAL_POLICIES, Table.ONLY, new GlobalPolicyFile(event.policy(), event.file(), at.index()));
        draft.put(Table.PINNED_GLOBALS, event.file().value(), event.policy());
    }

    static void assembled(Draft draft, Event.CandidateAssembled event, Applied at) {
        draft.put(Table.EPOCHS, Table.ordinal(event.epoch()),
                new PolicyEpoch(event.epoch(), event.attempt(), event.files(), event.global(), event.changed(),
                        PolicyEpoch.State.CANDIDATE, event.deadline(), List.of(), at.index()));
        PolicyState now = state(draft);
        draft.put(Table.POLICY_STATE, Table.ONLY, new PolicyState(now.inForce(), event.epoch(), event.attempt()));
    }

    static void voted(Draft draft, Event.CandidateVoted event, Applied at) {
        draft.update(Table.EPOCHS, Table.ordinal(event.epoch()), epoch -> epoch.with(epoch.state(),
                Stream.concat(epoch.votes().stream(), Stream.of(event.vote()))
                        .sorted(Comparator.comparing(PolicyEpoch.PolicyVote::region)).toList(),
                at.index()));
    }

    static void rejected(Draft draft, Event.CandidateRejected event, Applied at) {
        draft.update(Table.EPOCHS, Table.ordinal(event.epoch()),
                epoch -> epoch.with(PolicyEpoch.State.REJECTED, epoch.votes(), at.index()));
        PolicyState now = state(draft);
        draft.put(Table.POLICY_STATE, Table.ONLY, new PolicyState(now.inForce(), 0, now.attempts()));
    }

    static void committed(Draft draft, Event.EpochCommitted event, Applied at) {
        PolicyState now = state(draft);
        draft.update(Table.EPOCHS, Table.ordinal(now.inForce()),
                epoch -> epoch.with(PolicyEpoch.State.SUPERSEDED, epoch.votes(), at.index()));
        draft.update(Table.EPOCHS, Table.ordinal(event.epoch()),
                epoch -> epoch.with(PolicyEpoch.State.IN_FORCE, epoch.votes(), at.index()));
        draft.put(Table.POLICY_STATE, Table.ONLY, new PolicyState(event.epoch(), 0, now.attempts()));
    }

    private static PolicyState state(Draft draft) {
        return draft.get(Table.POLICY_STATE, Table.ONLY).orElseGet(PolicyState::initial);
    }
}
