package io.althing.registry;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the events of rollouts, targets and ballots change. */
final class RolloutEvolution {
    private RolloutEvolution() {}

    static void requested(Draft draft, Event.RolloutRequested e, Applied at) {
        draft.put(Table.ROLLOUTS, e.rollout().value(),
                new Rollout(e.rollout(), e.model(), e.version(), e.kind(), e.epoch(), e.scope(), e.salt(), e.state(),
                        e.requestedBy(), e.reason(), List.of(), Optional.empty(), "requested", at.time(),
                        at.index()));
        draft.put(Table.ACTIVE_ROLLOUTS, e.model().value(), new ActiveRollout(e.model(), e.rollout()));
        draft.put(Table.LATEST_ROLLOUTS, e.model().value(), new ActiveRollout(e.model(), e.rollout()));
        for (Region region : e.scope()) {
            Optional<VersionId> previous = draft.get(Table.TARGETS, Table.key(e.model(), region))
                    .flatMap(ServingTarget::stable);
            draft.put(Table.REGION_ROLLOUTS, Table.key(e.rollout(), region),
                    new RegionRollout(e.rollout(), region, RegionRollout.Phase.WAITING, previous, -1, 0, 0, -1, -1,
                            false, 0, RegionRollout.Recovery.NONE, "waiting", at.index()));
        }
    }

    static void moved(Draft draft, Event.RolloutMoved event, Applied at) {
        draft.update(Table.ROLLOUTS, event.rollout().value(), r -> r.in(event.state(), event.why(), at.index()));
        boolean holdsModel = event.state().active() || event.state() == Rollout.State.ROLLING_BACK;
        if (!holdsModel) {
            draft.get(Table.ROLLOUTS, event.rollout().value())
                    .ifPresent(r -> draft.delete(Table.ACTIVE_ROLLOUTS, r.model().value()));
        }
    }

    static void advanced(Draft draft, Event.RegionAdvanced e, Applied at) {
        RegionRollout.Phase phase = e.promoted() ? RegionRollout.Phase.PROMOTED : RegionRollout.Phase.CANARY;
        part(draft, e.rollout(), e.region(),
                p -> p.advanced(e.step(), e.weightBasisPoints(), e.agreedMillis(), phase, at.index()));
    }

    static void part(Draft draft, RolloutId rollout, Region region, UnaryOperator<RegionRollout> change) {
        draft.update(Table.REGION_ROLLOUTS, Table.key(rollout, region), change);
    }

    static void target(Draft draft, Event.TargetChanged e, Applied at) {
        String key = Table.key(e.model(), e.region());
        ServingTarget before = draft.get(Table.TARGETS, key).orElseGet(() -> new ServingTarget(e.model(), e.region(),
                Optional.empty(), Optional.empty(), 0, Optional.empty()));
        draft.put(Table.TARGETS, key, before.aimed(e.stable(), e.canary(), at.index()));
    }

    static void effective(Draft draft, Event.RegionEffective e, Applied at) {
        draft.update(Table.TARGETS, Table.key(e.model(), e.region()), t -> t.reported(e.effective()));
        e.effective().stable().ifPresent(version -> {
            String key = Table.key(e.model(), e.region(), version);
            long first = draft.get(Table.SERVED, key).map(Served::firstIndex).orElse(at.index());
            draft.put(Table.SERVED, key, new Served(e.model(), e.region(), version, first, at.index()));
        });
    }

    static void ballot(Draft draft, Event.BallotOpened e, Applied at) {
        draft.update(Table.ROLLOUTS, e.rollout().value(), r -> r.withBallot(e.ballot(), at.index()));
        draft.get(Table.ROLLOUTS, e.rollout().value())
                .ifPresent(r -> draft.put(Table.BALLOTS, e.ballot().value(),
                        new Ballot(e.ballot(), r.id(), r.model(), r.version(), e.opener(), e.electorate(),
                                e.deadline(), e.lookCounts(), Ballot.Result.OPEN, Optional.empty(), at.time(),
                                at.index())));
        draft.put(Table.OPEN_BALLOTS, e.ballot().value(), new OpenBallotRef(e.ballot(), e.rollout(), e.deadline()));
        e.journal().ifPresent(j -> e.opener().ifPresent(region -> draft.put(Table.JOURNAL_MARKS,
                Table.key(region, j.journal()), new JournalMark(region, j.journal(), j.sequence()))));
    }
}
