package io.althing.chaos.sim.log;

import java.time.Duration;

/**
 * How fast a replicated log is and how it keeps its history.
 *
 * @param electionTimeout how long a leader is missed before another is elected
 * @param slowestApply the longest a follower takes to apply what is committed
 * @param largestBatch the most entries applied at once
 * @param snapshotEvery how many applied entries lie between snapshots
 */
public record LogPace(Duration electionTimeout, Duration slowestApply, int largestBatch, int snapshotEvery) {
    /** A second until an election, followers a tenth behind, a snapshot every hundred entries. */
    public static LogPace standard() {
        return new LogPace(Duration.ofSeconds(1), Duration.ofMillis(100), 8, 100);
    }
}
