package io.althing.registry;

import io.althing.registry.evidence.LogWealth;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One proceeding on whether a version is taken back.
 *
 * @param opener the region whose verdict opened it; empty if a person did
 * @param electorate the regions that served or were about to serve the version when it opened
 * @param deadline agreed time, milliseconds, at which it is settled with the papers in hand
 * @param lookCounts digest of the blob with the opener's per-look counts, from which regions without looks judge
 * @param revision log index of the last change
 */
public record Ballot(BallotId id, RolloutId rollout, ModelName model, VersionId version, Optional<Region> opener,
        List<Region> electorate, long deadline, Optional<Sha256> lookCounts, Result result, Optional<Tally> tally,
        Instant openedAt, long revision) {
    /** Copies the list. */
    public Ballot {
        electorate = List.copyOf(electorate);
    }

    /** How a ballot stands. */
    public enum Result {
        OPEN, ROLLBACK, KEEP, UNDECIDED
    }

    /**
     * The count that settled it, recomputable from the votes.
     *
     * @param rule which rule decided, in words
     * @param combined log-wealth of the regions' combined evidence, where there was any
     */
    public record Tally(int rollback, int keep, int abstain, int silent, int needed, Optional<LogWealth> combined,
            String rule) {}

    Ballot settled(Result outcome, Tally count, long index) {
        return new Ballot(id, rollout, model, version, opener, electorate, deadline, lookCounts, outcome,
                Optional.of(count), openedAt, index);
    }
}
