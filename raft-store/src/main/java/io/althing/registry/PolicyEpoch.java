package io.althing.registry;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One agreed, or proposed, set of policy files.
 *
 * @param number 0 is built in; 1 is the first agreed one
 * @param attempt which try at the number this is, from 1: a rejected candidate's number is used again
 * @param files each region's file by digest
 * @param changed regions whose file differs from the epoch in force
 * @param deadline agreed time at which an undecided candidate falls
 * @param votes what the regions said so far, sorted by region
 */
public record PolicyEpoch(long number, long attempt, SortedMap<Region, Sha256> files, Sha256 global,
        List<Region> changed,
        State state, long deadline, List<PolicyVote> votes, long revision) {
    /** Copies the collections. */
    public PolicyEpoch {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        changed = List.copyOf(changed);
        votes = List.copyOf(votes);
    }

    /** Where a set of files stands. */
    public enum State {
        CANDIDATE, IN_FORCE, SUPERSEDED, REJECTED
    }

    /** One region's word on a candidate. */
    public record PolicyVote(Region region, boolean accept, List<Objection> objections, Signature signature) {
        /** Copies the list. */
        public PolicyVote {
            objections = List.copyOf(objections);
        }
    }

    /**
     * Why a region says no.
     *
     * @param region whose file is objected to
     * @param field path within that file
     * @param value what it says
     * @param bound what the objecting region accepts, and the field of its own file that says so
     */
    public record Objection(Region region, String field, String value, String bound) {}

    PolicyEpoch with(State next, List<PolicyVote> ballots, long index) {
        return new PolicyEpoch(number, attempt, files, global, changed, next, deadline, ballots, index);
    }
}
