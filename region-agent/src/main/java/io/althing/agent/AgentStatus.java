package io.althing.agent;

import io.althing.canary.MetricCounts;
import io.althing.registry.Region;
import io.althing.serving.InForce;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an agent stands: what {@code GET /status} on the gateway's port shows.
 *
 * @param index the log index of the view it acts upon
 * @param policyFaults what is wrong with the policy file as it lies on disk; empty if it is good
 */
public record AgentStatus(Region region, Instant at, Link link, long index, JournalState journal, List<InForce> serving,
        List<Analysis> analyses, List<String> policyFaults) {
    /** Copies the lists. */
    public AgentStatus {
        serving = List.copyOf(serving);
        analyses = List.copyOf(analyses);
        policyFaults = List.copyOf(policyFaults);
    }

    /**
     * The line to the registry.
     *
     * @param up whether the last question was answered with a quorum
     * @param silentMillis since the newest linearizable view was asked for
     * @param trouble why it is not up
     */
    public record Link(boolean up, long silentMillis, Optional<String> trouble) {}

    /**
     * The journal.
     *
     * @param waiting acts the registry has not taken in
     * @param oldestWaitingMillis age of the first of them, 0 without any
     * @param unwritten entries that are not on disk
     */
    public record JournalState(String id, long entries, int waiting, long oldestWaitingMillis, int unwritten) {}

    /**
     * One rollout's analysis.
     *
     * @param path the evidence look by look, in nats
     * @param counts both arms so far, per metric
     */
    public record Analysis(Judged judged, boolean wentBack, List<Point> path, List<MetricCounts> counts) {
        /** Copies the lists. */
        public Analysis {
            path = List.copyOf(path);
            counts = List.copyOf(counts);
        }
    }

    /** One look: evidence of harm, the bound it is held against, and the evidence of safety, in nats. */
    public record Point(long look, double logRollback, double bound, double logPromote) {}
}
