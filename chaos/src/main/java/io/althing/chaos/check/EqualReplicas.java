package io.althing.chaos.check;

import io.althing.chaos.history.History;
import io.althing.chaos.history.Line;
import java.util.ArrayList;
import java.util.List;

/** All replicas end with one state and one audit tree. */
final class EqualReplicas implements Checker {
    private static final String NAME = "equal-replicas";

    @Override
    public Verdict check(History history) {
        List<Line.Replica> replicas = history.all(Line.Replica.class);
        if (replicas.isEmpty()) {
            return Verdict.skipped(NAME, "the replicas were not compared");
        }
        Line.Replica first = replicas.getFirst();
        List<String> violations = new ArrayList<>();
        for (Line.Replica other : replicas) {
            boolean equal = other.applied() == first.applied() && other.chainDigest().equals(first.chainDigest())
                    && other.auditSize() == first.auditSize() && other.root().equals(first.root());
            if (!equal) {
                violations.add("replicas differ: " + first + " and " + other);
            }
        }
        List<String> missing = new ArrayList<>(history.header().nodes());
        missing.removeAll(replicas.stream().map(Line.Replica::node).toList());
        List<String> figures = new ArrayList<>(List.of(replicas.size() + " replicas at index " + first.applied()
                + ", " + first.auditSize() + " audit entries"));
        if (!missing.isEmpty()) {
            figures.add("not there at the end: " + String.join(", ", missing));
        }
        return Verdict.of(NAME, violations, figures);
    }
}
