package io.althing.replica;

import io.althing.registry.NodeId;
import io.althing.registry.Sha256;
import io.althing.store.DigestMark;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who is right when replicas differ: the majority of the voters. Pure. */
final class DigestVote {
    private final int voters;
    private final boolean selfVotes;
    private final SortedMap<Long, Sha256> own = new TreeMap<>();

    /** What the comparison says about this replica. */
    sealed interface Verdict {
        /** @param compared the others that were compared at this replica's newest index */
        record Agreed(Set<NodeId> compared) implements Verdict {}

        /** This replica is with the majority; others are not. */
        record OthersDiffer(Set<NodeId> odd) implements Verdict {}

        /** A majority of the voters has become something else than this replica. */
        record Outvoted(String detail) implements Verdict {}

        /** Replicas differ, and neither side is a majority. */
        record Undecided(String detail) implements Verdict {}
    }

    /**
     * @param voters how many the cluster has
     * @param selfVotes whether this replica is one of them
     */
    DigestVote(int voters, boolean selfVotes, List<DigestMark> own) {
        this.voters = voters;
        this.selfVotes = selfVotes;
        own.forEach(mark -> this.own.put(mark.index(), mark.digest()));
    }

    /** @param others what other voters were at recent indices */
    Verdict judge(Map<NodeId, List<DigestMark>> others) {
        for (Map.Entry<Long, Sha256> mark : own.entrySet()) {
            Map<Sha256, Set<NodeId>> sides = sides(mark.getKey(), others);
            for (Map.Entry<Sha256, Set<NodeId>> side : sides.entrySet()) {
                if (!side.getKey().equals(mark.getValue()) && isMajority(side.getValue().size())) {
                    return new Verdict.Outvoted("at index " + mark.getKey() + " this replica has digest "
                            + mark.getValue() + ", " + names(side.getValue()) + " have " + side.getKey());
                }
            }
        }
        return judgeEach(others);
    }

    private Verdict judgeEach(Map<NodeId, List<DigestMark>> others) {
        Set<NodeId> same = new HashSet<>();
        Set<NodeId> odd = new TreeSet<>();
        Set<NodeId> newest = new HashSet<>();
        others.forEach((node, marks) -> marks.stream().filter(mark -> own.containsKey(mark.index()))
                .max(java.util.Comparator.comparingLong(DigestMark::index)).ifPresent(mark -> {
                    boolean equal = mark.digest().equals(own.get(mark.index()));
                    (equal ? same : odd).add(node);
                    if (equal && mark.index() == own.lastKey()) {
                        newest.add(node);
                    }
                }));
        if (odd.isEmpty()) {
            return new Verdict.Agreed(newest);
        }
        return isMajority(same.size() + (selfVotes ? 1 : 0))
                ? new Verdict.OthersDiffer(odd)
                : new Verdict.Undecided("this replica and " + names(odd)
                        + " have become different, and no majority of the " + voters + " voters says who is right");
    }

    private boolean isMajority(int count) {
        return 2 * count > voters;
    }

    private static Map<Sha256, Set<NodeId>> sides(long index, Map<NodeId, List<DigestMark>> others) {
        Map<Sha256, Set<NodeId>> sides = new HashMap<>();
        others.forEach((node, marks) -> marks.stream().filter(mark -> mark.index() == index)
                .forEach(mark -> sides.computeIfAbsent(mark.digest(), digest -> new TreeSet<>()).add(node)));
        return sides;
    }

    private static String names(Set<NodeId> nodes) {
        return nodes.stream().map(NodeId::value).collect(Collectors.joining(" and "));
    }
}
