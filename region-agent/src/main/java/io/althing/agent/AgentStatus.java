package io.althing.agent;

import io.althing.canary.MetricCounts;
import io.althing.foresight.EarlyWarning;
import io.althing.foresight.LookForest;
import io.althing.foresight.RequestWatch;
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
     * @param outlook what those without a say make of it
     */
    public record Analysis(Judged judged, boolean wentBack, List<Point> path, List<MetricCounts> counts,
            Outlook outlook) {
        /** Copies the lists. */
        public Analysis {
            path = List.copyOf(path);
            counts = List.copyOf(counts);
        }
    }

    /** One look: evidence of harm, the bound it is held against, and the evidence of safety, in nats. */
    public record Point(long look, double logRollback, double bound, double logPromote) {}

    /**
     * What is shown and moves nothing.
     *
     * @param usualRules what rules without error bounds would have done with the same looks
     * @param holdback where the detectors that are to watch a holdback stand
     * @param warning what the early warning foretells; empty before the first look
     * @param anomaly how unusual the last look is among the rollout's earlier ones
     * @param requests what the requests look like; empty where they are not seen
     */
    public record Outlook(List<UsualRule> usualRules, List<Holdback> holdback, Optional<EarlyWarning.Warning> warning,
            LookForest.Rank anomaly, Optional<Requests> requests) {
        /** Copies the lists. */
        public Outlook {
            usualRules = List.copyOf(usualRules);
            holdback = List.copyOf(holdback);
        }
    }

    /**
     * A rule without an error bound.
     *
     * @param fired looks, of those taken, at which it would have rolled back
     * @param firstLook the first of them, 0 if none
     */
    public record UsualRule(String name, long looks, long fired, long firstLook) {}

    /** What requests look like: how many units were seen, and each comparison. */
    public record Requests(long units, List<RequestWatch.Finding> findings) {
        /** Copies the list. */
        public Requests {
            findings = List.copyOf(findings);
        }
    }

    /** The detector of one rate: its value and where it would alarm, in nats. */
    public record Holdback(String metric, double logValue, double bound, boolean wouldAlarm) {}
}
