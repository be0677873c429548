package io.althing.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One attempt to bring a version into service in a set of regions.
 *
 * @param epoch the policy epoch it is pinned to
 * @param scope the regions it is for, sorted
 * @param salt mixed into sticky bucketing, so that different rollouts meet different users first
 * @param approvals who said yes, in order
 * @param ballot the ballot that is open or decided it
 * @param why the reason of its present state, in words
 * @param revision log index of the last change
 */
public record Rollout(RolloutId id, ModelName model, VersionId version, Kind kind, long epoch, List<Region> scope,
        String salt, State state, String requestedBy, String reason, List<Approval> approvals,
        Optional<BallotId> ballot, String why, Instant requestedAt, long revision) {
    /** Copies the collections. */
    public Rollout {
        scope = List.copyOf(scope);
        approvals = List.copyOf(approvals);
    }

    /** Whether there is anything to compare the version with. */
    public enum Kind {
        /** No region of the scope serves the model yet: it goes to 100 % unjudged. */
        INITIAL,
        /** A canary against the stable version. */
        CANARY
    }

    /** Where a rollout stands. */
    public enum State {
        AWAITING_APPROVAL, RUNNING, PAUSED, SUCCEEDED, SUCCEEDED_PARTLY, ROLLING_BACK, ROLLED_BACK, RECOVERED, ESCALATED, ABORTED;

        /** Whether traffic may still move forward. */
        public boolean active() {
            return this == AWAITING_APPROVAL || this == RUNNING || this == PAUSED;
        }

        /** Whether nothing will change it any more. */
        public boolean ended() {
            return !active() && this != ROLLING_BACK && this != ROLLED_BACK;
        }
    }

    /**
     * One person's yes.
     *
     * @param meaning what the yes stands for, for example {@code approve}
     */
    public record Approval(String by, String meaning, String comment, Instant at) {}

    Rollout in(State next, String because, long index) {
        return new Rollout(id, model, version, kind, epoch, scope, salt, next, requestedBy, reason, approvals, ballot,
                because, requestedAt, index);
    }

    Rollout approvedBy(Approval approval, long index) {
        var all = new ArrayList<>(approvals);
        all.add(approval);
        return new Rollout(id, model, version, kind, epoch, scope, salt, state, requestedBy, reason, all, ballot, why,
                requestedAt, index);
    }

    Rollout withBallot(BallotId opened, long index) {
        return new Rollout(id, model, version, kind, epoch, scope, salt, state, requestedBy, reason, approvals,
                Optional.of(opened), why, requestedAt, index);
    }
}
