package io.althing.store;

import java.util.List;

/**
 * Which fault comes before which proposal of a test: the same for whatever replicates the log, so that what stands in for it in
 * simulations can be held against the real thing.
 *
 * @param faults one after the other, again and again, before the first proposal, the second, the fourth, the eighth and so on
 */
public record FaultSchedule(String name, List<Fault> faults) {
    /** What befalls three replicas, of which one is the store under test and never stops. */
    public enum Fault {
        /** One of the other two is stopped, if both run. */
        ANOTHER_STOPS,
        /** Whoever leads hands over to another that runs. */
        LEADER_MOVES,
        /** Whoever is stopped comes back with what it had on disk. */
        ALL_START,
        /** Whoever leads is stopped, if it is one of the other two and both run. */
        LEADER_STOPS
    }

    /** Copies the list. */
    public FaultSchedule {
        faults = List.copyOf(faults);
    }

    /** What suffers it. */
    public interface Cluster {
        /** Does it, and returns once the cluster can be asked again. */
        void suffer(Fault fault) throws Exception;
    }

    /** Each of these is run. */
    public static List<FaultSchedule> all() {
        return List.of(
                new FaultSchedule("the lead goes round while one is away",
                        List.of(Fault.LEADER_MOVES, Fault.ANOTHER_STOPS, Fault.LEADER_MOVES, Fault.ALL_START)),
                new FaultSchedule("leaders die", List.of(Fault.LEADER_STOPS, Fault.ALL_START)));
    }

    /** The fault that comes before the n-th proposal, counted from 1; empty for none. */
    List<Fault> before(int proposal) {
        return Integer.bitCount(proposal) == 1
                ? List.of(faults.get(Integer.numberOfTrailingZeros(proposal) % faults.size()))
                : List.of();
    }
}
