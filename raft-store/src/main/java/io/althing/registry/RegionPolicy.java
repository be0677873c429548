package io.althing.registry;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A region's policy file, read and with every default filled in. The region itself owns it; weights are in basis points
 * (hundredths of a percent), durations in milliseconds.
 */
public record RegionPolicy(Region region, String owner, Strategy strategy, List<Step> steps, Analysis analysis,
        Gates gates, Rollback rollback, Partition partition, Accepts accepts) {
    /** Copies the steps. */
    public RegionPolicy {
        steps = List.copyOf(steps);
    }

    /** How a new version takes over. */
    public enum Strategy {
        CANARY, ALL_AT_ONCE, BLUE_GREEN, SHADOW, AB_TEST, BANDIT
    }

    /** One rung of the ladder. */
    public sealed interface Step {
        /** Send this share of traffic to the canary. */
        record SetWeight(int basisPoints) implements Step {}

        /** Wait that long, or, without a duration, for a person. */
        record Pause(Optional<Long> durationMillis) implements Step {}
    }

    /** How the canary is judged. */
    public record Analysis(long intervalMillis, long minSampleSize, long maxDurationMillis, BigDecimal alphaRollback,
            BigDecimal alphaPromote, OnInconclusive onInconclusive, OnNoData onNoData, List<MetricRule> metrics) {
        /** Copies the metrics. */
        public Analysis {
            metrics = List.copyOf(metrics);
        }
    }

    /** What to do when the analysis runs out of time without a verdict. */
    public enum OnInconclusive {
        PAUSE, EXTEND, ROLLBACK, PROMOTE
    }

    /** What to do when no data comes. */
    public enum OnNoData {
        WAIT, INCONCLUSIVE, ROLLBACK
    }

    /** What must hold before the region moves. */
    public record Gates(int approvals, long approvalDeadlineMillis, List<Region> requiresPromoted) {
        /** Copies the list. */
        public Gates {
            requiresPromoted = List.copyOf(requiresPromoted);
        }
    }

    /** How the region goes back and how long it watches afterwards. */
    public record Rollback(long recoveryWindowMillis) {}

    /** What the region does with a canary when it is cut off. */
    public record Partition(OnPartition onPartition, long afterMillis) {}

    /** The two ways to sit out a partition. */
    public enum OnPartition {
        ROLLBACK, STAY
    }

    /** Bounds this region sets on the other regions' files. */
    public record Accepts(Optional<Integer> maxFirstWeightBasisPoints, Optional<Long> minFirstPauseMillis,
            Optional<BigDecimal> maxRollbackAlpha, List<Strategy> forbidStrategies, boolean requireApproval) {
        /** Copies the list. */
        public Accepts {
            forbidStrategies = forbidStrategies.stream().sorted().distinct().toList();
        }
    }
}
