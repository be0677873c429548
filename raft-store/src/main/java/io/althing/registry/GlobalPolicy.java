package io.althing.registry;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The administrators' file: in which order regions go and how they vote. Durations in milliseconds. */
public record GlobalPolicy(List<List<Region>> waves, Barrier barrier, long bakeMillis, int maxConcurrentRollouts,
        QuorumRule policyQuorum, BallotRules ballot) {
    /** Copies the waves. */
    public GlobalPolicy {
        waves = waves.stream().map(List::copyOf).toList();
    }

    /** How strictly waves wait for each other. */
    public enum Barrier {
        LOCKSTEP, WAVES, FREE
    }

    /** How many must agree. */
    public enum QuorumRule {
        MAJORITY, ALL, ANY
    }

    /** What happens to regions that do not vote by the deadline. */
    public enum OnSilence {
        ABSTAIN, ROLLBACK, KEEP
    }

    /**
     * How a ballot is decided.
     *
     * @param votes weight of each region's vote; a region not named has 1
     * @param veto regions whose single vote for rollback decides
     * @param alpha bound of the combined evidence
     * @param alphaVote a region with looks of its own votes rollback when its evidence reaches 1/alphaVote
     * @param untrustedRegions how many regions may lie
     */
    public record BallotRules(QuorumRule quorum, SortedMap<Region, Integer> votes, List<Region> veto, BigDecimal alpha,
            BigDecimal alphaVote, long deadlineMillis, OnSilence onSilence, int untrustedRegions) {
        /** Copies the collections. */
        public BallotRules {
            votes = Collections.unmodifiableSortedMap(new TreeMap<>(votes));
            veto = veto.stream().sorted().distinct().toList();
        }

        /** The weight of a region's vote. */
        public int votesOf(Region region) {
            return votes.getOrDefault(region, 1);
        }
    }
}
